import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { browserArgs, ensureBrowser } from './scripts/browser.mjs';

/** A port nobody listens on. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

// Chosen once by the runner; its workers read this file again and find the choice in the environment.
process.env['E2E_PORT'] ??= String(await freePort());
const port = process.env['E2E_PORT'];
const address = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  snapshotPathTemplate: 'e2e/screenshots/{arg}{ext}',
  workers: 2,
  // where many share a machine, one late focus is no fault of the product
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 120_000,
  reporter: [['list']],
  expect: {
    timeout: 20_000,
    toHaveScreenshot: { animations: 'disabled', caret: 'hide', scale: 'css', maxDiffPixelRatio: 0.02 },
  },
  use: {
    actionTimeout: 20_000,
    baseURL: address,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'dark',
    contextOptions: { reducedMotion: 'reduce' },
    // the cache of one test would answer the next one's requests; offline.spec.ts lets it
    serviceWorkers: 'block',
    launchOptions: { executablePath: ensureBrowser(), args: browserArgs },
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: address,
    reuseExistingServer: false,
  },
});
