/** Plain data read back from telemetry: what the sources deliver, what the analysis makes of it, what the reports show. */
import type { BudgetName, WaitPart } from '@mordomo/semconv';

export type AttributeValue =
  | string
  | number
  | boolean
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

export type Attributes = Readonly<Record<string, AttributeValue>>;

export type SpanKind = 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type SpanStatus = 'unset' | 'ok' | 'error';

/** One span. Times are nanoseconds since the epoch; `endNs` is never before `startNs`. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Attributes;
  readonly status: SpanStatus;
  /** What the status says about an error; empty when it says nothing. */
  readonly statusMessage: string;
  readonly events: readonly SpanEvent[];
  /** Other spans that this one names, mostly of other traces: the turn that this one interrupted, for example. */
  readonly links: readonly SpanLink[];
}

/** Something that happened at one moment of a span. */
export interface SpanEvent {
  readonly timeNs: bigint;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

export interface LogLine {
  readonly timeNs: bigint;
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  /** Lower case: `debug`, `info`, `warn`, `error`, … */
  readonly level: string;
  readonly body: string;
  readonly attributes: Attributes;
}

/** One series of one metric, with the exemplars it carries. */
export interface MetricSeries {
  readonly name: string;
  readonly service: string;
  readonly attributes: Attributes;
  readonly exemplars: readonly Exemplar[];
}

export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly timeNs: bigint;
  readonly value: number;
}

/** A stretch of time in milliseconds since the start of the turn. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** An uninterrupted run of one stage in one service (see `stages.ts`). */
export interface Stage {
  readonly stage: string;
  readonly service: string;
  /** Since the start of the turn; negative when the service's clock is behind the root's. */
  readonly startMs: number;
  readonly durationMs: number;
  /** Its share of the turn's critical path, work that it waited for (child spans) included. */
  readonly onCriticalPathMs: number;
  /** Where exactly it is on the critical path. */
  readonly onCriticalPath: readonly Interval[];
}

/** A stretch of the wait that one part is to blame for. */
export interface WaitStretch extends Interval {
  readonly part: WaitPart;
}

/** The wait for the reply: from the end of the user's speech to the first audio. */
export interface Wait extends Interval {
  /** What the wait counts from: the end of the speech, or where nobody noted that, of listening or of the wake word. */
  readonly since: 'speech' | 'listen' | 'wake';
  /** In order of time, without a gap. */
  readonly stretches: readonly WaitStretch[];
  /** How much of the wait each part is to blame for, the slowest first. */
  readonly parts: readonly { readonly part: WaitPart; readonly durationMs: number }[];
}

/** What one budget allows and what was taken of it. */
export interface BudgetUse {
  readonly name: BudgetName;
  readonly budgetMs: number;
  readonly tookMs: number;
  readonly isBroken: boolean;
}

/**
 * What one place answered when it was asked for the turn.
 * `nothing`: it answered, and what was looked for is not (all) there. `unreachable`: no usable answer.
 */
export interface HopState {
  readonly status: 'found' | 'nothing' | 'unreachable' | 'not_asked';
  /** One sentence, present unless the status is `found` or `not_asked`. */
  readonly message?: string;
}

export interface Hops {
  /** The services' own folders; for a turn that was read from OTLP files, these. */
  readonly spool: HopState & {
    readonly services: number;
    readonly spans: number;
    readonly lines: number;
    readonly series: number;
    readonly exemplars: number;
    /** Complete lines that are no valid record. */
    readonly corruptLines: number;
  };
  readonly jaeger: HopState & { readonly spans: number };
  readonly loki: HopState & { readonly lines: number };
  readonly prometheus: HopState & {
    /** Series of the voice metrics around the time of the turn. */
    readonly series: number;
    /** Exemplars that carry this trace id. */
    readonly exemplars: number;
  };
}

/** Where a turn was read: the services' own folders, OTLP files, or Jaeger, Loki and Prometheus. */
export type TurnSource = 'spool' | 'files' | 'backends';

/** What a source hands over to the analysis. */
export interface Telemetry {
  readonly traceId: string;
  readonly source: TurnSource;
  readonly spans: readonly Span[];
  readonly logs: readonly LogLine[];
  readonly hops: Hops;
}

/** One turn, analysed. Every `…Ms` position counts from `startNs`: the start of the root, else of the earliest span. */
export interface Turn extends Telemetry {
  /** `voice.turn`, else the first span without a parent; undefined when it is missing (see `analyse.ts`). */
  readonly root: Span | undefined;
  readonly startNs: bigint;
  readonly durationMs: number;
  readonly outcome: string | undefined;
  /** In the order in which they joined the turn. */
  readonly services: readonly string[];
  /** In order of start. Empty for a trace that is not a voice turn. */
  readonly stages: readonly Stage[];
  /** From the wake word detected to the first audio of the reply; undefined when one of the two did not happen. */
  readonly wakeToSpeech: Interval | undefined;
  readonly wakeToSpeechMs: number | undefined;
  /** The parts of `wakeToSpeech` in which no stage runs. */
  readonly gaps: readonly Interval[];
  /** Length of all `gaps` together; undefined when there is no `wakeToSpeech`. */
  readonly unattributedMs: number | undefined;
  /** What the user waited for; undefined when no reply was heard. */
  readonly wait: Wait | undefined;
  /** In the order in which the parts of the wait happen; empty when no reply was heard. */
  readonly budgets: readonly BudgetUse[];
  /** Critical path, by span, in order of time. */
  readonly criticalPath: readonly CriticalSection[];
  /** Critical-path time of the root span itself: nobody worked on the turn, as far as the trace knows. */
  readonly rootSelfMs: number;
  /** Spans whose parent is not in the trace. */
  readonly orphans: readonly Span[];
}

/** A part of the critical path: in this stretch of time the end of the turn waited for this span. */
export interface CriticalSection extends Interval {
  readonly spanId: string;
}
