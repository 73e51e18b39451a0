import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          // modules are loaded once a worker: no test changes a module, and what one stubs is given back
          isolate: false,
          unstubGlobals: true,
          setupFiles: ['test/unstub.ts'],
          benchmark: { include: ['src/**/*.bench.ts'] },
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'recordings',
          environment: 'node',
          include: ['test/recordings.test.ts'],
          benchmark: { include: [] },
          testTimeout: 120_000,
        },
      },
    ],
  },
});
