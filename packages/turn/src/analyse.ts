/** From the telemetry of one trace to the turn that the reports show. Pure: the same input gives the same turn. */
import { attributes, spans as spanDefinitions } from '@mordomo/semconv';
import { budgetsOf } from './budgets.ts';
import { criticalPath } from './critical-path.ts';
import { gapsIn, totalMs } from './intervals.ts';
import type { CriticalSection, Interval, Span, Stage, Telemetry, Turn } from './model.ts';
import { asText } from './otlp/values.ts';
import { stageSpansOf, stagesOf } from './stages.ts';
import { waitOf } from './wait-parts.ts';

export function analyse(telemetry: Telemetry): Turn {
  const spans = telemetry.spans.toSorted((a, b) => Number(a.startNs - b.startNs));
  const logs = telemetry.logs.toSorted((a, b) => Number(a.timeNs - b.timeNs));
  const root = findRoot(spans);
  const startNs = (root ?? spans[0])?.startNs ?? logs[0]?.timeNs ?? 0n;
  const timeOf = (span: Span): Interval => ({
    startMs: milliseconds(span.startNs - startNs),
    endMs: milliseconds(span.endNs - startNs),
  });
  const path = root === undefined ? [] : criticalSections(spans, root);
  const stageSpans = stageSpansOf(spans, root, path, timeOf);
  const stages = stagesOf(stageSpans);
  const wakeToSpeech = findWakeToSpeech(stages);
  const gaps = wakeToSpeech === undefined ? [] : gapsIn(wakeToSpeech, stages.map(intervalOf));
  const wait = waitOf(root, stageSpans);
  const known = new Set(spans.map(({ spanId }) => spanId));
  return {
    ...telemetry,
    spans,
    logs,
    root,
    startNs,
    durationMs: Math.max(0, ...(root === undefined ? spans : [root]).map((span) => timeOf(span).endMs)),
    outcome: asText(root?.attributes[attributes.outcome.key]) || undefined,
    services: [...new Set(spans.map(({ service }) => service))],
    stages,
    wakeToSpeech,
    wakeToSpeechMs: wakeToSpeech && wakeToSpeech.endMs - wakeToSpeech.startMs,
    gaps,
    unattributedMs: wakeToSpeech && totalMs(gaps),
    wait,
    budgets: budgetsOf(root, stageSpans, wait),
    criticalPath: path,
    rootSelfMs: totalMs(path.filter(({ spanId }) => spanId === root?.spanId)),
    orphans: spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !known.has(parentSpanId)),
  };
}

const milliseconds = (nanos: bigint): number => Number(nanos) / 1e6;

const intervalOf = ({ startMs, durationMs }: Stage): Interval => ({ startMs, endMs: startMs + durationMs });

/**
 * A trace that came from outside has no span without a parent: its first span is the root. A turn whose root is missing
 * (its process died) has none: a stage must not be taken for the turn.
 * @param spans in order of start
 */
function findRoot(spans: readonly Span[]): Span | undefined {
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  const isTurn = spans.some((span) => attributes.stage.key in span.attributes);
  return roots.find(({ name }) => name === spanDefinitions.turn.name) ?? roots[0] ?? (isTurn ? undefined : spans[0]);
}

/** What NTP holds the clocks of a household's machines to. */
const clockToleranceUs = 5000;

/** Jaeger counts in microseconds since the epoch; the turn in milliseconds since its start. */
function criticalSections(spans: readonly Span[], root: Span): CriticalSection[] {
  const zeroUs = Number(root.startNs / 1000n);
  return criticalPath(spans, root, clockToleranceUs).map(({ spanId, startUs, endUs }) => ({
    spanId,
    startMs: (startUs - zeroUs) / 1000,
    endMs: (endUs - zeroUs) / 1000,
  }));
}

/** The wake word is detected when the wake stage ends; the first audio sounds when the first playback begins. */
function findWakeToSpeech(stages: readonly Stage[]): Interval | undefined {
  const wake = stages.find(({ stage }) => stage === 'wake');
  const playback = stages.find(({ stage }) => stage === 'playback');
  if (wake === undefined || playback === undefined) return undefined;
  return { startMs: intervalOf(wake).endMs, endMs: playback.startMs };
}
