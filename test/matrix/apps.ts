/** The apps of the matrix: what they are made of, and what must be seen of them. */
import type { ExpectStatic } from 'vitest';
import { expectCalls, expectEvents, expectMessage, expectPlainServers, expectUnderWork } from './checks/clients.ts';
import { expectErrors, expectNotFound, expectRoom } from './checks/web.ts';
import type { Seen } from './telemetry.ts';
import { generations, type Generation } from './versions.ts';

export interface App {
  readonly source: string;
  /** What is instrumented in it, by name; those with a version are installed. */
  readonly libraries: readonly string[];
  /** How they are loaded, if not by static imports. */
  readonly how?: string;
  readonly generations: readonly Generation[];
  readonly check: (expect: ExpectStatic, seen: Seen) => void;
}

export const apps = {
  express: {
    source: 'express.ts',
    libraries: ['express', 'pino', 'fetch'],
    generations: ['older', 'newest'],
    check: (expect, seen) => {
      expectRoom(expect, seen);
      expectNotFound(expect, seen);
      expectErrors(expect, seen, ['sync', 'async', 'next', 'middleware', 'parameter', 'handled', 'stream']);
    },
  },
  fastify: {
    source: 'fastify.ts',
    libraries: ['fastify', 'pino', 'fetch'],
    generations: ['older', 'newest'],
    check: (expect, seen) => {
      expectRoom(expect, seen);
      expectNotFound(expect, seen);
      expectErrors(expect, seen, ['sync', 'async', 'hook', 'handled', 'stream']);
    },
  },
  http: {
    source: 'http.mjs',
    libraries: ['node:http', 'node:https', 'winston'],
    generations: ['newest'],
    check: expectPlainServers,
  },
  clients: {
    source: 'clients.mjs',
    libraries: ['fetch', 'undici', 'console'],
    generations: ['older', 'newest'],
    check: expectCalls,
  },
  pg: {
    source: 'pg.mjs',
    libraries: ['pg'],
    generations: ['newest'],
    check: (expect, seen) =>
      expectUnderWork(expect, seen, [
        { kind: 'client', name: 'pg.query:SELECT house' },
        { kind: 'client', name: 'pg-pool.connect' },
      ]),
  },
  redis: {
    source: 'redis.mjs',
    libraries: ['redis'],
    generations: ['older', 'newest'],
    check: (expect, seen) =>
      expectUnderWork(expect, seen, [
        { kind: 'client', name: 'redis-SET' },
        { kind: 'client', name: 'redis-GET' },
      ]),
  },
  ioredis: {
    source: 'ioredis.mjs',
    libraries: ['ioredis'],
    generations: ['older', 'newest'],
    check: (expect, seen) =>
      expectUnderWork(expect, seen, [
        { kind: 'client', name: 'set' },
        { kind: 'client', name: 'get' },
      ]),
  },
  amqplib: {
    source: 'amqplib.mjs',
    libraries: ['amqplib'],
    generations: ['newest'],
    check: expectMessage,
  },
  'socket.io': {
    source: 'socket-io.mjs',
    libraries: ['socket.io'],
    generations: ['newest'],
    check: expectEvents,
  },
  openai: {
    source: 'openai.mjs',
    libraries: ['openai'],
    generations: ['newest'],
    check: (expect, seen) => expectUnderWork(expect, seen, [{ kind: 'client', name: 'chat small' }]),
  },
  later: {
    source: 'later.mjs',
    libraries: ['express', 'openai'],
    how: 'loaded by `import()`',
    generations: ['newest'],
    check: (expect, seen) => {
      expectUnderWork(expect, seen, [{ kind: 'client', name: 'chat small' }]);
      expect.soft(seen.spans.map(({ name }) => name)).toContain('GET /rooms/:room');
    },
  },
} as const satisfies Record<string, App>;
export type AppName = keyof typeof apps;

export const versionOf = (library: string, generation: Generation): string | undefined =>
  (generations[generation] as Readonly<Record<string, string>>)[library];

/** `express 5.3.0, pino 10.4.0, fetch`: an app's libraries with their versions. */
export function librariesOf(app: AppName, generation: Generation): string {
  const { libraries, how }: App = apps[app];
  const named = libraries.map((name) => [name, versionOf(name, generation) ?? []].flat().join(' '));
  return [...named, ...(how === undefined ? [] : [how])].join(', ');
}
