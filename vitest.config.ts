import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const conditions = ['@mordomo/source'];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

const realProcesses = (name: string, include: string[], exclude: string[]) => ({
  ...shared,
  test: {
    name,
    include,
    exclude,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A dozen processes share few cores. `npm test` names each test that needed a second attempt, and why.
    retry: 1,
  },
});

/** Writes down what it measures: a second attempt would hide the first. */
const measured = (name: string, include: string[]) => {
  const project = realProcesses(name, include, []);
  return { ...project, test: { ...project.test, retry: 0 } };
};

export default defineConfig({
  test: {
    // Concurrent tests start processes, which need a core each.
    maxConcurrency: availableParallelism(),
    projects: [
      // Needs nothing but Node, takes seconds.
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 30_000, // a few of them start Node, which takes its time on a busy machine
        },
      },
      // Real processes: collector, backends, NATS, audio. One file at a time, since they share two cores.
      realProcesses(
        'end-to-end',
        ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
        ['test/outages/**', 'test/matrix/**', 'test/alerts/**'],
      ),
      // Minutes of waiting while a part of the stack is away: `npm test` runs them beside the others.
      realProcesses('outages', ['test/outages/**/*.test.ts'], []),
      // Every way to load @mordomo/otel, in processes of every Node line.
      realProcesses('matrix', ['test/matrix/**/*.test.ts'], []),
      // Every alert's fault in the real stack, and half an hour without any.
      measured('alerts', ['test/alerts/**/*.test.ts']),
    ],
  },
});
