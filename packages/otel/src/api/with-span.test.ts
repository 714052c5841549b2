import { execFile } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as tick } from 'node:timers/promises';
import { promisify } from 'node:util';
import { trace } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { reset, spansEnded } from '../../../voice/src/testing/telemetry.ts';
import { defineMethod } from './define-method.ts';
import { withSpan } from './with-span.ts';

beforeEach(reset);

const activeId = (): string | undefined => trace.getActiveSpan()?.spanContext().spanId;
const endedNames = (): string[] => spansEnded().map(({ name }) => name);
const onlySpan = () => {
  const [span, ...others] = spansEnded();
  expect(others).toEqual([]);
  return span;
};
const broken = new TypeError('the lamp is broken');
const failure = {
  status: { code: 2, message: 'the lamp is broken' },
  attributes: { 'error.type': 'TypeError' },
  events: [
    { name: 'exception', attributes: { 'exception.type': 'TypeError', 'exception.message': 'the lamp is broken' } },
  ],
};

test('a block: its result, its attributes, the span active inside and over afterwards', () => {
  const before = activeId();
  const inside = withSpan('work', { room: 'kitchen', 'voice.stage': 'stt' }, (span) => {
    span.setAttribute('lamps', 7);
    return { active: activeId(), own: span.spanContext().spanId };
  });
  expect(inside.active).toBe(inside.own);
  expect(activeId()).toBe(before);
  expect(onlySpan()).toMatchObject({
    name: 'work',
    attributes: { room: 'kitchen', 'voice.stage': 'stt', lamps: 7 },
    status: { code: 0 },
  });
});

test('what people said stays here', () => {
  withSpan('work', { 'voice.stt.transcript': 'turn the light on' }, () => {});
  expect(onlySpan()?.attributes).toEqual({});
});

test('what is thrown is recorded and thrown on, the same object', async () => {
  const thrown = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  expect(thrown(() => withSpan('sync', () => { throw broken; }))).toBe(broken); // prettier-ignore
  expect(spansEnded().at(-1)).toMatchObject(failure);
  await expect(withSpan('async', async () => Promise.reject(broken))).rejects.toBe(broken);
  expect(spansEnded().at(-1)).toMatchObject(failure);
  expect(thrown(() => withSpan('text', () => { throw 'dark'; }))).toBe('dark'); // prettier-ignore
  expect(spansEnded().at(-1)).toMatchObject({
    status: { code: 2, message: 'dark' },
    attributes: { 'error.type': 'string' },
  });
});

test('attributes that cannot be read do not reach the service', () => {
  const attributes = {
    get room(): string {
      throw new Error('no');
    },
  };
  expect(withSpan('x', attributes, () => 7)).toBe(7);
});

test('a span that the work ended itself is left alone', () => {
  withSpan('work', (span) => span.end());
  expect(endedNames()).toEqual(['work']);
});

test('an async function: active after every await, two at a time, nested as they were called', async () => {
  const room = (name: string) =>
    withSpan(name, async (span) => {
      await tick();
      await withSpan(`${name}.lamp`, async () => tick());
      return activeId() === span.spanContext().spanId;
    });
  expect(await Promise.all([room('kitchen'), room('hall')])).toEqual([true, true]);
  const byName = new Map(spansEnded().map((span) => [span.name, span]));
  for (const name of ['kitchen', 'hall']) {
    expect(byName.get(`${name}.lamp`)?.parentSpanContext?.spanId).toBe(byName.get(name)?.spanContext().spanId);
  }
});

test('what hangs on a promise stays there', async () => {
  const running = withSpan('exec', () => promisify(execFile)(process.execPath, ['-p', '6*7']));
  expect(running.child.pid).toBeTypeOf('number');
  expect((await running).stdout).toBe('42\n');
  expect(endedNames()).toEqual(['exec']);
});

test('a query, which works only once it is awaited: the same object, inside of the span, its caller outside', async () => {
  let ranIn: string | undefined;
  const run = (onValue: (rows: number[]) => unknown): unknown => {
    ranIn = activeId();
    return Promise.resolve([1, 2]).then(onValue);
  };
  const query = { table: 'rooms' };
  defineMethod(query, 'then', run);
  let spanId: string | undefined;
  const given = withSpan('query', (span) => {
    spanId = span.spanContext().spanId;
    return query;
  });
  expect(given).toBe(query);
  expect(endedNames()).toEqual([]);
  const rows = await (given as unknown as PromiseLike<number[]>);
  expect(rows).toEqual([1, 2]);
  expect(ranIn).toBe(spanId);
  expect(activeId()).toBeUndefined();
  expect(endedNames()).toEqual(['query']);
});

test('a generator: every step inside, over with the last one, with a break, with an error', () => {
  const seen: (string | undefined)[] = [];
  function* words() {
    seen.push(activeId());
    yield 'a';
    seen.push(activeId());
    yield 'b';
  }
  const all = withSpan('all', () => words());
  expect(endedNames()).toEqual([]);
  expect([...all]).toEqual(['a', 'b']);
  expect(seen).toEqual([onlySpan()?.spanContext().spanId, onlySpan()?.spanContext().spanId]);

  const left = withSpan('left', () => words());
  for (const word of left) if (word === 'a') break;
  expect(endedNames()).toEqual(['all', 'left']);

  const failing = withSpan('failing', function* fail() {
    yield 'a';
    throw broken;
  });
  expect(() => [...failing]).toThrow(broken);
  expect(spansEnded().at(-1)).toMatchObject(failure);
  expect(Object.prototype.toString.call(failing)).toBe('[object Generator]');
});

test('an async generator: every step inside, over with the last one, with a break, with an error', async () => {
  const seen: (string | undefined)[] = [];
  async function* words() {
    for (const word of ['a', 'b']) {
      await tick();
      seen.push(activeId());
      yield word;
    }
  }
  const read: string[] = [];
  for await (const word of withSpan('all', words)) read.push(word);
  expect(read).toEqual(['a', 'b']);
  expect(new Set(seen)).toEqual(new Set([onlySpan()?.spanContext().spanId]));

  for await (const word of withSpan('left', words)) if (word === 'a') break;
  expect(endedNames()).toEqual(['all', 'left']);

  const failing = withSpan('failing', async function* fail() {
    yield 'a';
    throw broken;
  });
  await expect(Array.fromAsync(failing)).rejects.toBe(broken);
  expect(spansEnded().at(-1)).toMatchObject(failure);
});

test('an async iterable with a class of its own, as clients of language models return: the same object', async () => {
  class Answer {
    readonly controller = new AbortController();
    async *[Symbol.asyncIterator]() {
      yield 'yes';
      yield 'no';
    }
  }
  const answer = new Answer();
  const given = await withSpan('chat', async () => answer);
  expect(given).toBe(answer);
  expect(endedNames()).toEqual([]);
  for await (const word of given) if (word === 'yes') break;
  expect(endedNames()).toEqual(['chat']);
});

test('an async iterator that cannot be told to stop is over all the same when its consumer stops', async () => {
  const endless = {
    next: async () => ({ done: false as const, value: 'again' }),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  for await (const word of withSpan('endless', () => endless)) if (word === 'again') break;
  expect(endedNames()).toEqual(['endless']);
});

test('a list, a map or a set is a value, not work that goes on', () => {
  const map = new Map([[1, 2]]);
  expect(withSpan('map', () => map)).toBe(map);
  expect(endedNames()).toEqual(['map']);
});

test('a stream of Node: over when all is read, when it breaks, when its consumer stops', async () => {
  let readIn: string | undefined;
  const stream = withSpan('all', () => new Readable({ read() { readIn = activeId(); this.push('x'); this.push(null); } })); // prettier-ignore
  expect(endedNames()).toEqual([]);
  expect(stream.readableFlowing).toBeNull();
  expect(await stream.toArray()).toHaveLength(1);
  expect(onlySpan()?.spanContext().spanId).toBe(readIn);

  const failing = await withSpan('failing', async () => Readable.from((async function* () { yield 'a'; throw broken; })())); // prettier-ignore
  await expect(failing.toArray()).rejects.toBe(broken);
  expect(spansEnded().at(-1)).toMatchObject({ name: 'failing', ...failure });

  const left = withSpan('left', () => Readable.from(['a', 'b']));
  for await (const word of left) if (word === 'a') break;
  await tick(); // `close` comes after what it closes
  expect(spansEnded().at(-1)).toMatchObject({ name: 'left', status: { code: 0 } });

  const source = withSpan('piped', () => Readable.from(['a', 'b', 'c']));
  const gone = new PassThrough({ highWaterMark: 1 });
  const piped = pipeline(source, gone);
  gone.destroy();
  await expect(piped).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  expect(spansEnded().at(-1)).toMatchObject({ name: 'piped', status: { code: 0 } });
});

test('an error of a stream that nobody handles is still unhandled', async () => {
  const stream = withSpan('stream', () => new PassThrough());
  expect(stream.listenerCount('error')).toBe(0);
  stream.once('error', () => {});
  stream.destroy(broken);
  await tick();
  expect(onlySpan()).toMatchObject(failure);
});

const webStream = (): ReadableStream<string> =>
  withSpan('web', () => {
    const words = ['a', 'b'];
    return new ReadableStream<string>({
      pull: (controller) => {
        const word = words.shift();
        if (word === undefined) controller.close();
        else controller.enqueue(word);
      },
    });
  });

test('a web stream: over when all is read, when it breaks, when its consumer stops', async () => {
  const stream = webStream();
  await tick();
  expect(endedNames()).toEqual([]);
  expect(await Array.fromAsync(stream)).toEqual(['a', 'b']);
  expect(endedNames()).toEqual(['web']);

  for await (const word of webStream()) if (word === 'a') break;
  await webStream().cancel('enough');
  expect(endedNames()).toEqual(['web', 'web', 'web']);

  const failing = withSpan('web', () => new ReadableStream({ pull: () => Promise.reject(broken) }));
  await expect(Array.fromAsync(failing)).rejects.toBe(broken);
  expect(spansEnded().at(-1)).toMatchObject(failure);
});

test('a web stream of bytes can still be read into a buffer of the reader', async () => {
  const bytes = withSpan('bytes', () => new Response('lamp').body as ReadableStream<Uint8Array>);
  const reader = bytes.getReader({ mode: 'byob' });
  const first = await reader.read(new Uint8Array(3));
  expect(Buffer.from(first.value ?? []).toString()).toBe('lam');
  const second = await reader.read(new Uint8Array(3));
  expect(Buffer.from(second.value ?? []).toString()).toBe('p');
  expect((await reader.read(new Uint8Array(3))).done).toBe(true);
  expect(endedNames()).toEqual(['bytes']);
});
