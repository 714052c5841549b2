/** The only place that turns "a stage ran" into a span, its metrics, a log line and the report to its turn. */
import { logEvents, spans, stages, type AttributesOf, type Milestone, type Stage } from '@mordomo/semconv';
import { context as contextApi, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { now } from './clock.ts';
import { withoutPersonal } from './content.ts';
import { defer } from './deferred.ts';
import { reportStage } from './ledger.ts';
import { emit } from './log.ts';
import { observeStage } from './stage-metrics.ts';
import { usableMilestone, type Milestones } from './stage-report.ts';
import { tracer } from './tracer.ts';
import { turnContext } from './turn-context.ts';
import { isObject, isOneOf, sayUnused, shown, usableTimeIfAny } from './usable.ts';

export type StageAttributes = Omit<AttributesOf<typeof spans.stage.attributes>, 'voice.stage'>;

/** What a running stage can do. */
export interface RunningStage {
  /** Adds attributes to the stage’s span, metrics and log line. */
  set(attributes: StageAttributes): void;
  /** Notes that the turn has reached a milestone. @param time milliseconds since the epoch, default now */
  mark(milestone: Milestone, time?: number): void;
  /**
   * Said by a streamed `brain` or `tts` right before it hands over its first sentence or audio: closes the span that ends
   * there, without which no critical path could leave a stage that is still at work. Only the first time counts.
   */
  firstHandOver(): void;
}

/** A stage whose end is not the end of a function, such as one that is driven by events. */
export interface OpenStage extends RunningStage {
  /** What the stage’s work runs in. */
  readonly context: Context;
  /** @param time milliseconds since the epoch, default now; never before the start */
  end(time?: number): void;
  /** The stage failed, unless its signal was aborted: then it was interrupted. */
  fail(error: unknown): void;
  /** The stage was broken off because nobody wants its result any more. */
  interrupt(): void;
}

/** When and with what a stage runs. */
export interface StageOptions {
  readonly attributes?: StageAttributes;
  /** Milliseconds since the epoch. Default: now. Earlier, when the stage began before anybody knew. */
  readonly startTime?: number;
  /** A context of the turn. Default: the active one. */
  readonly context?: Context;
  /** Aborted when the user speaks into the reply. */
  readonly signal?: AbortSignal;
}

/** What a stage hands over first where it is streamed, and the milestone that it reaches at its end where it is not. */
const firsts: Partial<Readonly<Record<Stage, { readonly span?: string; readonly milestone: Milestone }>>> = {
  stt: { milestone: 'final_transcript' },
  brain: { milestone: 'first_sentence', span: spans.firstSentence.name },
  tts: { milestone: 'first_audio_byte', span: spans.firstAudio.name },
};

/** Whether there is such a stage; if not, that is said in a sentence. */
function isStage(stage: unknown): stage is Stage {
  if (isOneOf(stages, stage)) return true;
  sayUnused('a stage that is not known', `${shown(stage)} is none of ${stages.join(', ')}`);
  return false;
}

function usableOptions(options: StageOptions): StageOptions {
  if (isObject(options)) return options;
  sayUnused('what a stage is to run with', `${shown(options)} is no object`);
  return {};
}

/** What runs in a stage of which nothing is told. */
export const untoldStage: RunningStage = { set: () => {}, mark: () => {}, firstHandOver: () => {} };

/** Starts a stage that its caller ends. Prefer `runStage` and `streamStage`, which cannot forget to. */
export function startStage(stage: Stage, options: StageOptions = {}): OpenStage {
  const { startTime: startedAt, signal, context: within, attributes: given } = usableOptions(options);
  const parent = turnContext(within ?? contextApi.active());
  if (!isStage(stage)) return { ...untoldStage, context: parent, end: () => {}, fail: () => {}, interrupt: () => {} };
  const startTime = usableTimeIfAny(startedAt, now(), 'such a startTime of a stage') ?? now();
  const attributes: StageAttributes = { ...given };
  let milestones: Milestones = {};
  const first = firsts[stage];
  const span = startSpan(stage, spans.stageSpanName(stage), parent, startTime);
  const context = trace.setSpan(parent, span);
  let isFirst = true;
  let isOpen = true;

  const reached = (milestone: Milestone, time: number) => {
    milestones = { ...usableMilestone(milestone, time, startTime), ...milestones };
  };
  const report = (endTime: number) => {
    const { 'voice.brain.location': location, 'voice.cost_usd': costUsd } = attributes;
    const brain = { ...(location && { location }), ...(costUsd !== undefined && { costUsd }) };
    reportStage({ stage, startTime, endTime, milestones, ...brain }, parent);
  };
  const finish = (time: number, how: 'done' | 'interrupted' | Error) => {
    if (!isOpen) return;
    isOpen = false;
    const endTime = Math.max(time, startTime);
    if (how === 'done' && first !== undefined) reached(first.milestone, endTime);
    if (how === 'interrupted') Object.assign(attributes, { 'voice.interrupted': true });
    const error = how instanceof Error && { error: how };
    const ended = { stage, attributes: { ...attributes }, milestones, startTime, endTime, ...error };
    defer(() => endStage(span, context, ended));
    report(endTime);
  };
  return {
    context,
    set: (more) => void Object.assign(attributes, more),
    mark: (milestone, time = now()) => reached(milestone, time),
    firstHandOver() {
      if (!isFirst || first?.span === undefined) return;
      isFirst = false;
      const time = Math.max(now(), startTime);
      reached(first.milestone, time);
      const { span: name } = first;
      const known = withoutPersonal({ ...attributes });
      defer(() => startSpan(stage, name, parent, startTime).setAttributes(known).end(time));
      report(time);
    },
    end: (time) => finish(usableTimeIfAny(time, startTime, 'such an end of a stage') ?? now(), 'done'),
    fail: (error) => finish(now(), signal?.aborted ? 'interrupted' : asError(error)),
    interrupt: () => finish(now(), 'interrupted'),
  };
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('the stage threw something that is no Error', { cause: thrown });

const stageKey = spans.stage.attributes[0].key;

const startSpan = (stage: Stage, name: string, parent: Context, startTime: number): Span =>
  tracer().startSpan(name, { kind: SpanKind.INTERNAL, startTime, attributes: { [stageKey]: stage } }, parent);

/** A stage that is over. Times in milliseconds since the epoch. */
export interface EndedStage {
  readonly stage: Stage;
  readonly attributes: StageAttributes;
  readonly milestones: Milestones;
  readonly startTime: number;
  readonly endTime: number;
  readonly error?: Error;
}

/** @param context holds the stage’s span, which becomes the exemplar of its metrics and the span of its log line */
function endStage(span: Span, context: Context, ended: EndedStage): void {
  const { stage, error, startTime, endTime } = ended;
  const attributes = error === undefined ? ended.attributes : { ...ended.attributes, 'error.type': error.name };
  span.setAttributes(withoutPersonal(attributes));
  if (error !== undefined) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
  observeStage(ended, context);
  const event = error === undefined ? logEvents.stageCompleted : logEvents.stageFailed;
  const seconds = (endTime - startTime) / 1000;
  emit(event, { 'voice.stage': stage, 'voice.duration_seconds': seconds, ...attributes }, context, endTime);
  span.end(endTime);
}
