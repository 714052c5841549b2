import { defineConfig } from 'vitest/config';

const conditions = ['@mordomo/source'];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  test: {
    projects: [
      // Needs nothing but Node, takes seconds.
      { ...shared, test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      // Real processes: collector, backends, NATS, audio. One file at a time, since they share two cores.
      {
        ...shared,
        test: {
          name: 'end-to-end',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
