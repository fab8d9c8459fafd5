import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'tests/unit/**/*.test.ts',
      'tests/unit/**/*.test.tsx',
      'tests/faults/**/*.test.ts',
      'tests/kills/**/*.test.ts',
      'tests/deadlines/**/*.test.ts',
    ],
    // Property tests are bounded by their number of runs, not by the clock of a busy machine.
    testTimeout: 300_000,
    retry: 0,
    globalSetup: ['tests/unit/temporary-folder.ts'],
  },
});
