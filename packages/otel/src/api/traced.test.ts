import { trace } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { reset, spansEnded } from '../../../voice/src/testing/telemetry.ts';
import { traced } from './traced.ts';

beforeEach(reset);

const spans = () => spansEnded().map(({ name, attributes }) => ({ name, attributes }));

test('a function stays what it is: this, arguments, result, name, length, what hangs on it', () => {
  function add(this: { readonly base: number }, left: number, right = 0): number {
    return this.base + left + right;
  }
  const schema = { input: 'number' };
  const tracedAdd = traced(Object.assign(add, { schema }));
  expect(tracedAdd.call({ base: 1 }, 2, 3)).toBe(6);
  expect({ name: tracedAdd.name, length: tracedAdd.length, schema: tracedAdd.schema }).toEqual({
    name: 'add',
    length: 1,
    schema,
  });
  expect(spans()).toEqual([{ name: 'add', attributes: { 'code.function.name': 'add' } }]);
});

test('every call has a span of its own, under the one that is active then', async () => {
  const listen = traced('listen', { 'voice.device': 'kitchen' }, async (words: string) => words.length);
  await trace.getTracer('test').startActiveSpan('turn', async (turn) => {
    expect(await Promise.all([listen('on'), listen('off')])).toEqual([2, 3]);
    turn.end();
  });
  const [first, second, turn] = spansEnded();
  expect(spans().slice(0, 2)).toEqual([
    { name: 'listen', attributes: { 'voice.device': 'kitchen' } },
    { name: 'listen', attributes: { 'voice.device': 'kitchen' } },
  ]);
  for (const span of [first, second]) expect(span?.parentSpanContext?.spanId).toBe(turn?.spanContext().spanId);
});

test('a generator function and a method of a class', () => {
  class House {
    readonly names = ['kitchen', 'hall'];
    rooms = traced('rooms', function* rooms(this: House) {
      yield* this.names;
    });
  }
  const given = new House().rooms();
  expect(spans()).toEqual([]);
  expect([...given]).toEqual(['kitchen', 'hall']);
  expect(spans()).toEqual([{ name: 'rooms', attributes: { 'code.function.name': 'rooms' } }]);
});

test('a function without a name', () => {
  traced(() => 1)();
  expect(spans()).toEqual([{ name: 'anonymous', attributes: {} }]);
});
