/** `npm run build:single`: the whole product as one HTML file that opens from a memory stick. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { englishOnly } from './scripts/english-only.ts';
import { pureD3 } from './scripts/pure-d3.ts';
import { singleFile } from './scripts/single-file.ts';

const source = (file: string): string => fileURLToPath(new URL(`src/${file}`, import.meta.url));

export default defineConfig({
  base: './',
  plugins: [englishOnly, pureD3, react(), singleFile('hotplug-atlas.html')],
  resolve: {
    // what the page otherwise fetches from beside it, it carries along
    alias: [
      { find: './spawn.ts', replacement: source('link/spawn-inline.ts') },
      { find: './served.ts', replacement: source('store/served-inline.ts') },
    ],
  },
  // a module cannot be started from a blob by a page of file:
  worker: { format: 'iife', rolldownOptions: { output: { codeSplitting: false } } },
  build: {
    target: 'es2023',
    outDir: 'dist-single',
    copyPublicDir: false,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
