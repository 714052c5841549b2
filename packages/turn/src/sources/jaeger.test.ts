import { afterEach, expect, test } from 'vitest';
import { epochMs, startJaeger, type StandInJaeger } from '../testing/jaeger.ts';
import { nanos } from '../testing/otlp-builder.ts';
import { newestTurn, recentTurns, turnsAround } from './jaeger.ts';

let jaeger: StandInJaeger;
afterEach(() => jaeger.stop());

const minute = 60_000;
const now = epochMs(10 * minute);
const idOf = (digit: string): string => digit.repeat(32);

/** A turn of two spans, the second of another service where one is named. */
function turn(digit: string, opener: string, startMs: number, hearer = opener) {
  const traceId = idOf(digit);
  const root = { id: `turn ${digit}`, traceId, name: 'voice.turn', service: opener, startMs, endMs: startMs + 2000 };
  return [
    root,
    {
      ...root,
      id: `stt ${digit}`,
      name: 'voice.stt',
      service: hearer,
      stage: 'stt',
      parent: root.id,
      endMs: startMs + 1,
    },
  ];
}

const household = [
  ...turn('a', 'wake-word', 0, 'whisper-asr'),
  ...turn('b', 'house', 1 * minute),
  ...turn('c', 'wake-word', 2 * minute, 'whisper-asr'),
  ...turn('d', 'casa da avó & filhos', 3 * minute),
];

test('turns are listed whatever the name of the service that opened them, the newest first', async () => {
  jaeger = await startJaeger(household);
  const traces = await recentTurns(jaeger.backend, now, 100);
  expect(traces.map(([first]) => first?.traceId)).toEqual(['d', 'c', 'b', 'a'].map(idOf));
  expect(traces.map(({ length }) => length)).toEqual([2, 2, 2, 2]);
  expect(await newestTurn(jaeger.backend, now)).toBe(idOf('d'));
});

test('the limit counts the turns of all services together', async () => {
  jaeger = await startJaeger(household);
  const traces = await recentTurns(jaeger.backend, now, 2);
  expect(traces.map(([first]) => first?.traceId)).toEqual([idOf('d'), idOf('c')]);
});

test('a turn in which two services opened one is listed once, and is not its own neighbour', async () => {
  const second = { ...turn('a', 'house', 1)[0]!, id: 'inner', parent: 'turn a' };
  jaeger = await startJaeger([...turn('a', 'wake-word', 0), second]);
  const traces = await recentTurns(jaeger.backend, now, 100);
  expect(traces.map(({ length }) => length)).toEqual([3]);
  expect(await turnsAround(jaeger.backend, BigInt(nanos(0)))).toEqual({ previous: undefined });
});

test('the turns before and after one are of any service', async () => {
  jaeger = await startJaeger(household);
  const around = async (startMs: number) => await turnsAround(jaeger.backend, BigInt(nanos(startMs)));
  expect(await around(1 * minute)).toEqual({ previous: idOf('a'), next: idOf('c') });
  expect(await around(3 * minute)).toEqual({ previous: idOf('c') });
  expect(await around(0)).toEqual({ previous: undefined, next: idOf('b') });
});

test('only the services that opened a turn are searched', async () => {
  jaeger = await startJaeger(household);
  await recentTurns(jaeger.backend, now, 100);
  const searched = jaeger.asked.filter((question) => question.startsWith('/api/v3/traces'));
  expect(searched.toSorted()).toEqual([
    '/api/v3/traces casa da avó & filhos',
    '/api/v3/traces house',
    '/api/v3/traces wake-word',
  ]);
});

test('a Jaeger of very many services is asked few questions at a time, and answers for all', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    ...turn('0', `house ${index}`, index)[0]!,
    id: `${index}`,
    traceId: `${index}`.padStart(32, 'f'),
  }));
  jaeger = await startJaeger(many);
  const traces = await recentTurns(jaeger.backend, now, 100);
  expect(traces.map(([first]) => first?.service)).toEqual(many.map(({ service }) => service).toReversed());
  expect(jaeger.mostAtOnce()).toBeLessThanOrEqual(16);
});
