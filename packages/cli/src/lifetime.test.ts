import { afterEach, expect, test } from 'vitest';
import { withLifetime } from './lifetime.ts';

afterEach(() => {
  process.exitCode = undefined;
});

/** The terminal is closed. */
const hangUp = () => void process.emit('SIGHUP', 'SIGHUP');
const forever = new Promise<never>(() => {});
const started = (name: string, stopped: string[]) =>
  Promise.resolve({
    stop: async () => void stopped.push(name),
  });

test('what was started is stopped when the work is done, the last one first', async () => {
  const stopped: string[] = [];
  await withLifetime(async ({ own }) => {
    await own(started('nats', stopped));
    await own(started('house', stopped));
  });
  expect(stopped).toEqual(['house', 'nats']);
  expect(process.exitCode).toBeUndefined();
});

test('what fails to stop does not keep the others up, and the error of the work is the one that is told', async () => {
  const stopped: string[] = [];
  const work = withLifetime(async ({ own }) => {
    await own(started('nats', stopped));
    await own(Promise.resolve({ stop: () => Promise.reject(new Error('stuck')) }));
    throw new Error('no port');
  });
  await expect(work).rejects.toThrow('no port');
  expect(stopped).toEqual(['nats']);
});

test('a command that is stopped before its work was done does not claim success', async () => {
  const stopped: string[] = [];
  const late = Promise.withResolvers<{ stop: () => Promise<void> }>();
  const command = withLifetime(async ({ own, signal }) => {
    signal.addEventListener('abort', () => late.resolve(started('stack', stopped)));
    await own(late.promise);
    await forever;
  });
  hangUp();
  await command;
  expect(stopped).toEqual(['stack']); // although it was still starting
  expect(process.exitCode).toBe(130);
});

test('a command that only stays up ends well when it is stopped', async () => {
  const stopped: string[] = [];
  const command = withLifetime(async ({ own, stay }) => {
    await own(started('stack', stopped));
    await stay(forever);
  });
  await new Promise(setImmediate);
  hangUp();
  await command;
  expect(stopped).toEqual(['stack']);
  expect(process.exitCode).toBeUndefined();
});
