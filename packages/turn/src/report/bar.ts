/** Bars of box-drawing characters: two per cell, light or heavy, so that a bar of 40 cells shows 80 steps. */
import type { Interval } from '../model.ts';

/** What time the cells of a bar stand for. */
export interface Scale extends Interval {
  readonly cells: number;
}

/** By what the left and the right half of a cell hold: 0 nothing, 1 light, 2 heavy. */
const halves = [
  [' ', '╶', '╺'],
  ['╴', '─', '╼'],
  ['╸', '╾', '━'],
] as const;

/** A line from cell 0 on: `light` stretches with the `heavy` ones over them. A stretch is never too short to be seen. */
export function drawBar(light: readonly Interval[], heavy: readonly Interval[], scale: Scale): string {
  const weights = Array.from({ length: scale.cells * 2 }, () => 0);
  for (const [weight, intervals] of [light, heavy].entries()) {
    for (const interval of intervals) {
      const [from, to] = steps(interval, scale);
      weights.fill(weight + 1, from, to);
    }
  }
  let bar = '';
  for (let step = 0; step < weights.length; step += 2)
    bar += halves[weights[step] ?? 0]?.[weights[step + 1] ?? 0] ?? ' ';
  return bar;
}

/** `├────┤` over a stretch of time. */
export function drawSpan(interval: Interval, scale: Scale): string {
  const [from, to] = steps(interval, scale).map((step) => step / 2);
  const start = Math.min(Math.floor(from ?? 0), scale.cells - 2);
  const length = Math.max(2, Math.ceil(to ?? 0) - start);
  return `${' '.repeat(start)}├${'─'.repeat(length - 2)}┤`;
}

/** Round times along the bar, each label beginning where its time is. */
export function drawAxis(scale: Scale): string {
  const step = roundStep((scale.endMs - scale.startMs) / (scale.cells / 8));
  let axis = '';
  for (let time = Math.ceil(scale.startMs / step) * step; time < scale.endMs; time += step) {
    const label = step < 1000 && scale.endMs < 1000 ? `${time} ms` : `${Number((time / 1000).toFixed(3))} s`;
    const cell = Math.floor((steps({ startMs: time, endMs: time }, scale)[0] ?? 0) / 2);
    if (cell + label.length <= scale.cells) axis = axis.padEnd(cell) + label;
  }
  return axis;
}

/** First half-cell and the one after the last; at least one is covered. */
function steps({ startMs, endMs }: Interval, scale: Scale): [number, number] {
  const total = scale.cells * 2;
  const perMs = total / (scale.endMs - scale.startMs);
  const from = Math.min(Math.max(0, Math.round((startMs - scale.startMs) * perMs)), total - 1);
  const to = Math.min(Math.round((endMs - scale.startMs) * perMs), total);
  return [from, Math.max(to, from + 1)];
}

/** The next of 1, 2, 5, 10, 20, … that is not less. */
function roundStep(milliseconds: number): number {
  const decade = 10 ** Math.floor(Math.log10(milliseconds));
  return decade * ([1, 2, 5].find((factor) => factor * decade >= milliseconds) ?? 10);
}
