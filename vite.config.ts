import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { earlyGroup, earlyScript } from './scripts/early-script.ts';
import { englishOnly } from './scripts/english-only.ts';
import { pureD3 } from './scripts/pure-d3.ts';
import { FOLDER_POLICY } from './scripts/policy.ts';
import { serviceWorker } from './scripts/service-worker.ts';

/** A policy in the page itself, so that it holds on any static host. The dev server needs inline scripts and goes without. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: FOLDER_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** Words go to where they are used: no chunk carries those of another. */
const wordsWhereUsed = { inlineConst: { mode: 'all', pass: 1 } } as const;

export default defineConfig({
  // Relative addresses: the output runs from any static folder or sub-path.
  base: './',
  plugins: [englishOnly, pureD3, react(), earlyScript, contentSecurityPolicy, serviceWorker],
  worker: {
    format: 'es',
    rolldownOptions: {
      optimization: wordsWhereUsed,
      output: {
        entryFileNames: 'assets/worker-[hash].js',
        chunkFileNames: 'assets/late-[name]-[hash].js',
      },
    },
  },
  build: {
    target: 'es2023',
    // Every browser of the target knows modulepreload.
    modulePreload: { polyfill: false },
    // An inlined asset would need data: in the policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Sizes have budgets of their own (.size-limit.mjs).
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      optimization: wordsWhereUsed,
      output: {
        // What is loaded before the map is there is one file: each request of its own waits its turn.
        codeSplitting: { groups: [earlyGroup, { name: 'first', tags: ['$initial'] }] },
        // The budgets look for these prefixes.
        entryFileNames: 'assets/main-[hash].js',
        chunkFileNames: ({ isDynamicEntry, moduleIds }) => {
          const stories = moduleIds.some((id) => /\/src\/(stories|views\/(story|presenter|embed))\//.test(id));
          return `assets/${stories ? 'story' : isDynamicEntry ? 'lazy' : 'chunk'}-[name]-[hash].js`;
        },
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
