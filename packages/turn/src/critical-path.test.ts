import { expect, test } from 'vitest';
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
