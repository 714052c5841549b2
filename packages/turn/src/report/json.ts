import type { Hops, Stage, Turn, TurnSource, Wait } from '../model.ts';

/** What the caller knows of the turn and telemetry does not say. */
export interface TurnFacts {
  /** Whether the house understood exactly what was said; null (default) when nobody can know. */
  readonly transcriptMatched?: boolean;
  /** Milliseconds since the command started at which each of its steps was done. */
  readonly timings?: Readonly<Record<string, number>>;
}

/** The turn report as data. Milliseconds are counted from the start of the turn and have three decimals. */
export interface TurnJson {
  readonly traceId: string;
  readonly source: TurnSource;
  readonly outcome: string | null;
  readonly services: readonly string[];
  readonly durationMs: number;
  readonly stages: readonly Omit<Stage, 'onCriticalPath'>[];
  readonly unattributedMs: number | null;
  readonly wakeToSpeechMs: number | null;
  /** What the user waited for, the slowest part first; null when no reply was heard. */
  readonly wait: Pick<Wait, 'since' | 'parts'> | null;
  readonly rootSelfMs: number;
  /** Number of spans whose parent is missing. */
  readonly orphans: number;
  readonly transcriptMatched: boolean | null;
  readonly hops: Hops;
  readonly logs: readonly LogLineJson[];
  readonly timings: Readonly<Record<string, number>>;
}

interface LogLineJson {
  readonly timeMs: number;
  readonly service: string;
  readonly level: string;
  readonly body: string;
}

export function turnToJson(turn: Turn, { transcriptMatched, timings = {} }: TurnFacts = {}): TurnJson {
  return {
    traceId: turn.traceId,
    source: turn.source,
    outcome: turn.outcome ?? null,
    services: turn.services,
    durationMs: rounded(turn.durationMs),
    stages: turn.stages.map(({ stage, service, startMs, durationMs, onCriticalPathMs }) => ({
      stage,
      service,
      startMs: rounded(startMs),
      durationMs: rounded(durationMs),
      onCriticalPathMs: rounded(onCriticalPathMs),
    })),
    unattributedMs: roundedOrNull(turn.unattributedMs),
    wakeToSpeechMs: roundedOrNull(turn.wakeToSpeechMs),
    wait: turn.wait === undefined ? null : waitJson(turn.wait),
    rootSelfMs: rounded(turn.rootSelfMs),
    orphans: turn.orphans.length,
    transcriptMatched: transcriptMatched ?? null,
    hops: turn.hops,
    logs: turn.logs.map(({ timeNs, service, level, body }) => ({
      timeMs: rounded(Number(timeNs - turn.startNs) / 1e6),
      service,
      level,
      body,
    })),
    timings,
  };
}

const waitJson = ({ since, parts }: Wait): TurnJson['wait'] => ({
  since,
  parts: parts.map(({ part, durationMs }) => ({ part, durationMs: rounded(durationMs) })),
});

const rounded = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

const roundedOrNull = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : rounded(milliseconds);
