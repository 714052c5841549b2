/** A stage ran: the four ways to say so. Each gives a span directly under the turn, its metrics, a log line. */
import type { Stage } from '@mordomo/semconv';
import { context as contextApi } from '@opentelemetry/api';
import { now } from './clock.ts';
import { startStage, untoldStage, type RunningStage, type StageOptions } from './open-stage.ts';
import { telemetryIsOn } from './switched-on.ts';
import { isObject, usableTime } from './usable.ts';

/**
 * Runs a stage of the turn and gives back what `work` gives. The stage ends with the work, or when the promise that it
 * gives is settled; an error is noted and thrown on.
 */
export function runStage<Result>(
  stage: Stage,
  work: (running: RunningStage) => Result,
  options: StageOptions = {},
): Result {
  if (!telemetryIsOn()) return work(untoldStage);
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
  if (!telemetryIsOn()) return source(untoldStage);
  return streamed(stage, source, { startTime: now(), ...options });
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

/** Records a stage that is already over, such as the waiting for the user to finish. Without both its times it is not. */
export function recordStage(
  stage: Stage,
  over: StageOptions & { readonly startTime: number; readonly endTime: number },
): void {
  if (!telemetryIsOn()) return;
  const { startTime, endTime }: Readonly<Record<string, unknown>> = isObject(over) ? over : {};
  const isKnown = [startTime, endTime].every((time) => usableTime(time, now(), 'a stage of such a time') !== undefined);
  if (isKnown) startStage(stage, over).end(over.endTime);
}
