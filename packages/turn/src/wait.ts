import type { Stage } from '@mordomo/semconv';
import { setTimeout as sleep } from 'node:timers/promises';
import { TurnNotFoundError } from './errors.ts';
import type { Turn } from './model.ts';
import { everyHopHeld } from './sources/hops.ts';

/** What is known of a turn before it is read. */
export interface Expected {
  /** How many spans the turn is known to have. Default 1. */
  readonly minSpans?: number;
  /** How many log lines it is known to have. Default 0. */
  readonly minLines?: number;
  /** The stages that it is known to have. Default none. */
  readonly stages?: readonly Stage[];
}

export interface WaitOptions extends Expected {
  /** After this time what has been found by then is returned. */
  readonly timeoutMs: number;
  /** Default 250. */
  readonly intervalMs?: number;
}

/**
 * Reads a turn again and again while its telemetry is on its way: until every place that is asked has it, the root has
 * come and no parent is missing. At the deadline the turn is returned as it is; `missingFrom` says what it lacks.
 * @throws TurnNotFoundError when nothing of the turn has come by then
 */
export async function waitForTurn(read: () => Promise<Turn>, options: WaitOptions): Promise<Turn> {
  const { timeoutMs, intervalMs = 250 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const isOver = performance.now() + intervalMs > deadline;
    try {
      const turn = await read();
      if (isOver || missingFrom(turn, options).length === 0) return turn;
    } catch (error) {
      if (isOver || !(error instanceof TurnNotFoundError)) throw error;
    }
    await sleep(intervalMs);
  }
}

/** What a turn lacks, one sentence each; empty when it is complete. */
export function missingFrom(turn: Turn, options: Expected = {}): string[] {
  const { minSpans = 1, minLines = 0, stages = [] } = options;
  const { spans, logs, hops, root, orphans } = turn;
  const missing = everyHopHeld(turn) ? [] : Object.values(hops).flatMap(({ message = [] }) => message);
  if (root === undefined) missing.push('The span of the turn itself has not come.');
  if (orphans.length > 0) missing.push(`The parents of ${orphans.length} spans have not come.`);
  const late = stages.filter((stage) => turn.stages.every((known) => known.stage !== stage));
  if (late.length > 0) missing.push(`Of the stages ${late.join(', ')} no span has come.`);
  if (spans.length < minSpans) missing.push(`${spans.length} of ${minSpans} spans have come.`);
  if (logs.length < minLines) missing.push(`${logs.length} of ${minLines} log lines have come.`);
  return missing;
}
