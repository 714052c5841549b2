/** Where things are on a horizontal axis of time, in percent: the page's pictures stretch with the window. */
import type { Interval, Turn } from '../model.ts';
import { duration } from '../wording.ts';
import { html, type Html } from './html.ts';

/** The whole turn, from its earliest span or line to its latest. */
export function scaleOf(turn: Turn): Interval {
  const at = (timeNs: bigint): number => Number(timeNs - turn.startNs) / 1e6;
  let [startMs, endMs] = [0, turn.durationMs];
  for (const span of turn.spans) {
    startMs = Math.min(startMs, at(span.startNs));
    endMs = Math.max(endMs, at(span.endNs));
  }
  return { startMs, endMs: Math.max(endMs, startMs + 0.001) };
}

/** Position of a moment, as a percentage of the scale. */
export const percentAt = (timeMs: number, scale: Interval): string =>
  `${rounded((100 * (timeMs - scale.startMs)) / (scale.endMs - scale.startMs))}%`;

/** Length of a stretch of time, as a percentage of the scale. */
const percentOf = ({ startMs, endMs }: Interval, scale: Interval): string =>
  `${rounded((100 * (endMs - startMs)) / (scale.endMs - scale.startMs))}%`;

const rounded = (percentage: number): number => Math.round(percentage * 100) / 100;

/** A bar over a stretch of time. */
export const bar = (kind: string, at: Interval, scale: Interval): Html =>
  html`<rect class="${kind}" x="${percentAt(at.startMs, scale)}" width="${percentOf(at, scale)}" />`;

/** Round times, about eight of them. */
export function ticksOf(scale: Interval): number[] {
  const length = scale.endMs - scale.startMs;
  const decade = 10 ** Math.floor(Math.log10(length / 8));
  const step = decade * ([1, 2, 5].find((factor) => factor * decade >= length / 8) ?? 10);
  const first = Math.ceil(scale.startMs / step);
  return Array.from({ length: Math.floor(scale.endMs / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** The times above a picture. The last one is left out where it would stand out of it. */
export function axis(scale: Interval): Html {
  const labels = ticksOf(scale)
    .filter((time) => time < scale.endMs - (scale.endMs - scale.startMs) * 0.04)
    .map((time) => html`<text x="${percentAt(time, scale)}" y="12">${tickLabel(time, scale)}</text>`);
  return html`<svg class="axis" aria-hidden="true">${labels}</svg>`;
}

const tickLabel = (timeMs: number, scale: Interval): string =>
  scale.endMs < 1000 ? `${Number(timeMs.toFixed(3))} ms` : timeMs === 0 ? '0 s' : duration0(timeMs);

const duration0 = (timeMs: number): string =>
  Math.abs(timeMs) < 1000 ? duration(timeMs) : `${Number((timeMs / 1000).toFixed(3))} s`;
