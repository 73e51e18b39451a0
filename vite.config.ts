import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What the built page may load: its own folder and nothing else. No eval, no inline script, no foreign origin. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A policy in the page itself, so that it holds on any static host. The dev server needs inline scripts and goes without. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * React Aria brings its texts in thirty languages. The dashboard speaks English, so every other language's file stands for
 * the English one: no look-up misses, and 20 kB less is shipped.
 */
const englishOnly: Plugin = {
  name: 'english-only',
  enforce: 'pre',
  resolveId(source, importer) {
    const other = /^(.*\/intl\/(?:[a-z]+\/)?)(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.exec(source);
    if (other === null || !/react-(aria|stately)/.test(importer ?? '')) return undefined;
    return this.resolve(`${other[1]}en-US.mjs`, importer, { skipSelf: true });
  },
};

export default defineConfig({
  // Relative addresses: the output runs from any static folder or sub-path.
  base: './',
  plugins: [englishOnly, react(), contentSecurityPolicy],
  worker: {
    format: 'es',
    rolldownOptions: {
      output: { entryFileNames: 'assets/worker-[hash].js', chunkFileNames: 'assets/late-[name]-[hash].js' },
    },
  },
  build: {
    target: 'es2023',
    // Every browser of the target knows modulepreload.
    modulePreload: { polyfill: false },
    // An inlined asset would need data: in the policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Sizes have budgets of their own (.size-limit.json).
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // The budgets look for these prefixes.
        entryFileNames: 'assets/main-[hash].js',
        chunkFileNames: ({ isDynamicEntry, moduleIds }) => {
          const stories = moduleIds.some((id) => /\/src\/(stories|views\/(story|presenter))\//.test(id));
          return `assets/${stories ? 'story' : isDynamicEntry ? 'lazy' : 'chunk'}-[name]-[hash].js`;
        },
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
