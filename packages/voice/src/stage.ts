/** A stage ran: the four ways to say so. Each gives a span directly under the turn, its metrics, a log line. */
import type { Stage } from '@mordomo/semconv';
import { context as contextApi } from '@opentelemetry/api';
import { now } from './clock.ts';
import { startStage, type RunningStage, type StageOptions } from './open-stage.ts';
import { telemetryIsOn } from './switched-on.ts';

const nobodyListens: RunningStage = { set: () => {}, mark: () => {}, firstHandOver: () => {} };

/**
 * Runs a stage of the turn and gives back what `work` gives. The stage ends with the work, or when the promise that it
 * gives is settled; an error is noted and thrown on.
 */
export function runStage<Result>(
  stage: Stage,
  work: (running: RunningStage) => Result,
  options: StageOptions = {},
): Result {
  if (!telemetryIsOn()) return work(nobodyListens);
  const open = startStage(stage, options);
  try {
    const result = contextApi.with(open.context, work, undefined, open);
    if (!(result instanceof Promise)) {
      open.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        open.end();
        return value;
      },
      (error: unknown) => {
        open.fail(error);
        throw error;
      },
    ) as Result;
  } catch (error) {
    open.fail(error);
    throw error;
  }
}

/**
 * Runs a stage that gives its result piece by piece: from now until the last piece was taken, what the receiver does in
 * between included. The first piece is the first hand-over. If the receiver stops before the end, the stage was interrupted.
 */
export function streamStage<Piece>(
  stage: Stage,
  source: (running: RunningStage) => AsyncIterable<Piece>,
  options: StageOptions = {},
): AsyncIterable<Piece> {
  return telemetryIsOn() ? streamed(stage, source, { startTime: now(), ...options }) : source(nobodyListens);
}

async function* streamed<Piece>(
  stage: Stage,
  source: (running: RunningStage) => AsyncIterable<Piece>,
  options: StageOptions,
): AsyncIterable<Piece> {
  const open = startStage(stage, options);
  const inStage = <Result>(work: () => Result): Result => contextApi.with(open.context, work);
  let iterator: AsyncIterator<Piece> | undefined;
  let isTaken = false;
  try {
    const pieces = inStage(() => source(open)[Symbol.asyncIterator]());
    iterator = pieces;
    for (let piece = await inStage(() => pieces.next()); !piece.done; piece = await inStage(() => pieces.next())) {
      open.firstHandOver();
      yield piece.value;
    }
    isTaken = true;
    open.end();
  } catch (error) {
    isTaken = true;
    open.fail(error);
    throw error;
  } finally {
    if (!isTaken) {
      await iterator?.return?.();
      open.interrupt();
    }
  }
}

/** Records a stage that is already over, such as the waiting for the user to finish. */
export function recordStage(
  stage: Stage,
  { endTime, ...options }: StageOptions & { readonly startTime: number; readonly endTime: number },
): void {
  if (telemetryIsOn()) startStage(stage, options).end(endTime);
}
