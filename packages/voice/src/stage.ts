/** The only place that turns "a stage ran" into a span, its metrics and a log line. */
import { logEvents, spans, type AttributesOf, type Stage } from '@mordomo/semconv';
import { context as contextApi, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { now } from './clock.ts';
import { withoutPersonal } from './content.ts';
import { emit } from './log.ts';
import { observeStage } from './stage-metrics.ts';
import { asTurn, turnContext } from './turn.ts';

export type StageAttributes = Omit<AttributesOf<typeof spans.stage.attributes>, 'voice.stage'>;

/** What a running stage can do. */
export interface RunningStage {
  /** Adds attributes to the stage's span, metrics and log line. */
  set(attributes: StageAttributes): void;
  /** A streamed stage calls this right before it hands over its first piece: closes the span that ends there. */
  firstHandOver(): void;
}

/** When and with what a stage runs. Times are milliseconds since the epoch. */
export interface StageOptions {
  readonly attributes?: StageAttributes;
  /** Default: now. Earlier, when the stage began before anybody knew. */
  readonly startTime?: number;
  /** A context of the turn. Default: the active one. */
  readonly context?: Context;
}

const tracer = () => trace.getTracer('@mordomo/voice');

/**
 * Runs a stage of the turn: a span directly under the turn, its metrics, a log line. The span ends with the work,
 * also when that throws; the error is recorded and thrown on.
 */
export async function runStage<Result>(
  stage: Stage,
  work: (running: RunningStage) => Promise<Result> | Result,
  options: StageOptions = {},
): Promise<Result> {
  const { startTime = now() } = options;
  const parent = asTurn(turnContext(options.context ?? contextApi.active()));
  const attributes: StageAttributes = { ...options.attributes };
  const span = startSpan(stage, spans.stageSpanName(stage), parent, startTime);
  const finish = (error?: Error) => finishStage(stage, span, parent, { attributes, startTime, endTime: now() }, error);
  const running: RunningStage = {
    set: (more) => void Object.assign(attributes, more),
    firstHandOver: () => {
      const first = startSpan(stage, spans.firstSentence.name, parent, startTime);
      first.setAttributes(withoutPersonal(attributes)).end(now());
    },
  };
  try {
    const result = await contextApi.with(trace.setSpan(parent, span), () => work(running));
    finish();
    return result;
  } catch (error) {
    finish(error instanceof Error ? error : new Error('the stage threw something that is no Error', { cause: error }));
    throw error;
  }
}

/** Records a stage that is already over, such as the waiting for the user to finish. */
export function recordStage(
  stage: Stage,
  endTime: number,
  options: StageOptions & { readonly startTime: number },
): void {
  const parent = turnContext(options.context ?? contextApi.active());
  const span = startSpan(stage, spans.stageSpanName(stage), parent, options.startTime);
  finishStage(stage, span, parent, { attributes: options.attributes ?? {}, startTime: options.startTime, endTime });
}

function startSpan(stage: Stage, name: string, parent: Context, startTime: number): Span {
  return tracer().startSpan(
    name,
    { kind: SpanKind.INTERNAL, startTime, attributes: { [spans.stage.attributes[0].key]: stage } },
    parent,
  );
}

interface Finished {
  readonly attributes: StageAttributes;
  readonly startTime: number;
  readonly endTime: number;
}

function finishStage(stage: Stage, span: Span, parent: Context, finished: Finished, error?: Error): void {
  const endTime = Math.max(finished.endTime, finished.startTime);
  const seconds = (endTime - finished.startTime) / 1000;
  const context = trace.setSpan(parent, span);
  const failure = error === undefined ? {} : { 'error.type': error.name };
  const attributes = { ...finished.attributes, ...failure };
  span.setAttributes(withoutPersonal(attributes));
  if (error !== undefined) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
  observeStage(stage, seconds, attributes, context);
  const event = error === undefined ? logEvents.stageCompleted : logEvents.stageFailed;
  emit(event, { 'voice.stage': stage, 'voice.duration_seconds': seconds, ...attributes }, context);
  span.end(endTime);
}
