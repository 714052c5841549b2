/** One import on the first line traces NATS, as the settings say. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNatsServer, type NatsServer } from '../../nats/test/support/nats-server.ts';
import { Service, temporaryFolder } from './support/processes.ts';
import { spooledPoints, spooledSpans } from './support/spool.ts';

let server: NatsServer | undefined;
beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(() => server?.stop());

async function speak(environment: Record<string, string> = {}) {
  const spoolDir = temporaryFolder();
  const service = new Service('nats.ts', {
    OTEL_SERVICE_NAME: 'house',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
    NODE_ENV: 'production', // where the machine is slow, the service lives to say that it has started
    NATS_URL: server?.url ?? '',
    ...environment,
  });
  expect([await service.ended(), service.errors]).toEqual([0, '']);
  const names = spooledSpans(spoolDir, 'house').map(({ name }) => name);
  const counted = spooledPoints(spoolDir, 'house', 'events_published').map(
    ({ labels, asInt, asDouble }) => [String(labels['subject']), Number(asInt ?? asDouble)] as const,
  );
  return { names: names.sort(), counted: Object.fromEntries(counted) };
}

test('events have spans, hand-overs and audio have none, and all are counted, to the last before the end', async () => {
  expect(await speak()).toEqual({
    names: ['process lamp.get', 'process rooms.*.state', 'publish rooms.*.state', 'request lamp.get'],
    counted: { 'audio.microphone.kitchen': 1, 'lamp.get': 1, 'rooms.*.state': 1, 'voice.sentence': 2 },
  });
});

test('the settings say which subjects are traced, how, and under which name', async () => {
  const settings = {
    MORDOMO_NATS_HAND_OVER: 'lamp.>',
    MORDOMO_NATS_UNTRACED: 'none',
    MORDOMO_NATS_TEMPLATES: 'rooms.{room}.state, audio.microphone.{device}',
  };
  expect(await speak(settings)).toEqual({
    names: [
      'process rooms.{room}.state',
      'publish audio.microphone.{device}',
      'publish rooms.{room}.state',
      'publish voice.sentence',
      'publish voice.sentence',
    ],
    counted: { 'audio.microphone.{device}': 1, 'lamp.get': 1, 'rooms.{room}.state': 1, 'voice.sentence': 2 },
  });
});

test('the standard list switches it off', async () => {
  expect(await speak({ OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'nats' })).toEqual({ names: [], counted: {} });
});
