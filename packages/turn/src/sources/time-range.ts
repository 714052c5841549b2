import type { Span } from '../model.ts';

export interface TimeRange {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

const minuteNs = 60_000_000_000n;

/** Where logs and metrics of these spans lie: metrics are pushed some seconds later. Without spans: the last day. */
export function rangeAround(spans: readonly Span[], nowMs: number): TimeRange {
  const nowNs = BigInt(nowMs) * 1_000_000n;
  if (spans.length === 0) return { startNs: nowNs - 1440n * minuteNs, endNs: nowNs + minuteNs };
  const startNs = spans.reduce((first, { startNs: next }) => (next < first ? next : first), spans[0]?.startNs ?? nowNs);
  const endNs = spans.reduce((last, { endNs: next }) => (next > last ? next : last), startNs);
  return { startNs: startNs - 5n * minuteNs, endNs: endNs + 5n * minuteNs };
}
