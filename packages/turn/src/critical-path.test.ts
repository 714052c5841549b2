import { describe, expect, test } from 'vitest';
import { criticalPath } from './critical-path.ts';
import type { Span } from './model.ts';
import { spansOf } from './otlp/spans.ts';
import { spanId, traceRequest, type SpanSpec } from './testing/otlp-builder.ts';

/** A span `id: [start, end, parent, kind]`, times in milliseconds. */
type Shape = Readonly<Record<string, readonly [number, number, string?, number?]>>;

const producer = 4;
const consumer = 5;

function spansIn(shape: Shape): Span[] {
  const specs = Object.entries(shape).map(([id, [startMs, endMs, parent, kind = 1]]): SpanSpec => ({
    id,
    name: id,
    service: 'test',
    startMs,
    endMs,
    kind,
    ...(parent === undefined ? {} : { parent }),
  }));
  return spansOf(traceRequest(specs));
}

/** Milliseconds on the critical path by span id, in order of their last appearance on it. */
function pathOf(shape: Shape): Record<string, number> {
  const spans = spansIn(shape);
  const [root] = spans;
  if (root === undefined) throw new Error('the shape has no span');
  const names = new Map(Object.keys(shape).map((id) => [spanId(id), id]));
  const sums: Record<string, number> = {};
  for (const { spanId: id, startUs, endUs } of criticalPath(spans, root)) {
    const name = names.get(id) ?? id;
    sums[name] = (sums[name] ?? 0) + (endUs - startUs) / 1000;
  }
  return sums;
}

test('A: everything below a CONSUMER under a PRODUCER is lost, and the time falls to the turn', () => {
  const path = pathOf({
    turn: [0, 5000],
    wake: [0, 100, 'turn'],
    publish: [101, 102, 'turn', producer],
    process: [103, 400, 'publish', consumer],
    stt: [104, 399, 'process'],
  });
  expect(path).toEqual({ wake: 100, publish: 1, turn: 4899 });
});

test('B: a stage that streams past the start of the next is invisible', () => {
  const path = pathOf({
    turn: [0, 5000],
    stt: [0, 295, 'turn'],
    brain: [300, 1500, 'turn'],
    tts: [900, 1200, 'turn'],
    playback: [1205, 4995, 'turn'],
  });
  expect(path).toEqual({ stt: 295, turn: 605 + 5 + 5, tts: 300, playback: 3790 });
});

test('C: with a span for the first sentence the stage is on the path', () => {
  const path = pathOf({
    turn: [0, 5000],
    stt: [0, 295, 'turn'],
    brain: [300, 1500, 'turn'],
    first: [300, 885, 'turn'],
    tts: [890, 1190, 'turn'],
    playback: [1195, 4995, 'turn'],
  });
  expect(path).toEqual({ stt: 295, first: 585, tts: 300, playback: 3800, turn: 20 });
});

test('D: a second sentence that is made while the first is played stays off the path', () => {
  const path = pathOf({
    turn: [0, 5000],
    brain: [0, 1500, 'turn'],
    first: [0, 585, 'turn'],
    tts1: [590, 890, 'turn'],
    tts2: [1505, 1800, 'turn'],
    playback: [895, 4995, 'turn'],
  });
  expect(path).toEqual({ first: 585, tts1: 300, playback: 4100, turn: 15 });
});

test('a child that ends in the very microsecond in which the next starts is passed over, as Jaeger does', () => {
  const touching = pathOf({ turn: [0, 100], wake: [0, 40, 'turn'], listen: [40, 100, 'turn'] });
  expect(touching).toEqual({ turn: 40, listen: 60 });
  const apart = pathOf({ turn: [0, 100], wake: [0, 39.999, 'turn'], listen: [40, 100, 'turn'] });
  expect(apart['wake']).toBe(39.999);
});

test('children are cut to the time of their parent, and dropped with their own children when outside of it', () => {
  const path = pathOf({
    turn: [100, 200],
    early: [50, 120, 'turn'],
    late: [150, 300, 'turn'],
    inside: [160, 300, 'late'],
    before: [0, 90, 'turn'],
    after: [200, 260, 'turn'],
    lost: [150, 190, 'after'],
  });
  expect(path).toEqual({ early: 20, turn: 30, late: 10, inside: 40 });
});

test('the sections follow each other without a gap from the start of the root to its end', () => {
  const spans = spansIn({ turn: [0, 100], a: [10, 40, 'turn'], b: [20, 35, 'a'], c: [50, 90, 'turn'] });
  const [root] = spans;
  if (root === undefined) throw new Error('no root');
  const path = criticalPath(spans, root);
  expect(path.slice(1).map(({ startUs }) => startUs)).toEqual(path.slice(0, -1).map(({ endUs }) => endUs));
  expect((path.at(-1)?.endUs ?? 0) - (path[0]?.startUs ?? 0)).toBe(100_000);
});

test('a trace whose parents form a cycle ends all the same', () => {
  expect(pathOf({ turn: [0, 100, 'child'], child: [10, 90, 'turn'] })).toEqual({ turn: 20, child: 80 });
});

test('a child that is wider than its parent takes all of it, one that overhangs takes what lies within, with its own children', () => {
  expect(pathOf({ turn: [10, 40], wide: [0, 60, 'turn'] })).toEqual({ wide: 30 });
  // Each one begins later and ends later than the one above it.
  expect(pathOf({ turn: [0, 40], a: [10, 50, 'turn'], b: [25, 60, 'a'] })).toEqual({ b: 15, a: 15, turn: 10 });
  // Each one begins earlier than the one above it.
  expect(pathOf({ turn: [0, 40], a: [20, 50, 'turn'], b: [12, 35, 'a'] })).toEqual({ a: 5, b: 15, turn: 20 });
});

test('the path goes down into what a child waited for, and comes back to what ran before it', () => {
  const path = pathOf({
    turn: [0, 100],
    before: [5, 30, 'turn'],
    work: [40, 90, 'turn'],
    inner: [50, 70, 'work'],
    beside: [45, 60, 'turn'],
  });
  expect(path).toEqual({ turn: 25, before: 25, work: 30, inner: 20 });
});

test('a child of the first of two that end together is taken, as Jaeger does', () => {
  expect(pathOf({ turn: [0, 100], long: [10, 90, 'turn'], short: [60, 90, 'turn'] })).toEqual({ turn: 20, long: 80 });
});

/** Every span of its own service. */
const onOwnClocks = (shape: Shape): Span[] => spansIn(shape).map((span) => ({ ...span, service: span.name }));

const sumOf = (spans: readonly Span[], name: string, toleranceUs: number): number => {
  const [root] = spans;
  const id = spanId(name);
  if (root === undefined) throw new Error('the shape has no span');
  const ofSpan = criticalPath(spans, root, toleranceUs).filter((section) => section.spanId === id);
  return ofSpan.reduce((sum, { startUs, endUs }) => sum + (endUs - startUs) / 1000, 0);
};

describe('a service whose clock is 5 ms ahead', () => {
  /** Speech to text ended in truth at 298, 2 ms before the brain began. */
  const spans = onOwnClocks({ turn: [0, 500], stt: [105, 303, 'turn'], brain: [300, 490, 'turn'] });

  test('loses its stage by the rules of Jaeger, where it seems to end after the next one began', () => {
    expect(sumOf(spans, 'stt', 0)).toBe(0);
  });

  test('keeps it where clocks may differ by so much, up to the start of the next', () => {
    expect(sumOf(spans, 'stt', 5000)).toBe(195);
    expect(sumOf(spans, 'brain', 5000)).toBe(190);
  });

  test('keeps it only within the tolerance, and only where nobody else was at work', () => {
    expect(sumOf(spans, 'stt', 2000)).toBe(0);
    const withOther = onOwnClocks({
      turn: [0, 500],
      stt: [105, 303, 'turn'],
      speaker: [100, 299, 'turn'],
      brain: [300, 490, 'turn'],
    });
    expect(sumOf(withOther, 'speaker', 5000)).toBe(199);
    expect(sumOf(withOther, 'stt', 5000)).toBe(0);
  });

  test('is none if the two are of one service: then the next one did not wait', () => {
    const oneClock = spans.map((span) => ({ ...span, service: 'one' }));
    expect(sumOf(oneClock, 'stt', 5000)).toBe(0);
  });

  test('has its time before the cut shared with what ran below it', () => {
    const nested = onOwnClocks({
      turn: [0, 500],
      stt: [105, 303, 'turn'],
      decode: [120, 302, 'stt'],
      brain: [300, 490, 'turn'],
    });
    expect(sumOf(nested, 'decode', 5000) + sumOf(nested, 'stt', 5000)).toBe(195);
  });
});

test('a stream that ends right after the next stage began is not what that waited for, but its first hand-over is', () => {
  const spans = onOwnClocks({
    turn: [0, 2000],
    brain: [300, 902, 'turn'],
    first: [300, 885, 'turn'],
    tts: [900, 1190, 'turn'],
  }).map((span) => (span.name === 'first' ? { ...span, service: 'brain' } : span));
  expect(sumOf(spans, 'first', 5000)).toBe(585);
  expect(sumOf(spans, 'brain', 5000)).toBe(0);
});

test('where clocks agree and stages hand over one after the other, the tolerance changes nothing', () => {
  const spans = onOwnClocks({
    turn: [0, 5000],
    stt: [0, 295, 'turn'],
    brain: [300, 1500, 'turn'],
    first: [300, 885, 'turn'],
    tts: [890, 1190, 'turn'],
    playback: [1195, 4995, 'turn'],
  });
  const [root] = spans;
  if (root === undefined) throw new Error('no root');
  expect(criticalPath(spans, root, 5000)).toEqual(criticalPath(spans, root));
});
