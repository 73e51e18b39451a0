import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
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
