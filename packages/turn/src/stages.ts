/**
 * Stages of a turn: what the direct children of the root with a `voice.stage` say.
 *
 * A streamed stage has more than one span: the whole of it, and its first hand-over beside it (`voice.brain.first_sentence`),
 * without which a critical path could not leave a stage that still runs. Spans of one stage and service that overlap are one
 * entry, so that the durations of a stage's entries never count a moment twice; their critical-path time is added up.
 * Spans that do not overlap, such as the sentences of a reply, stay entries of their own.
 */
import { attributes, stages as stageNames } from '@mordomo/semconv';
import { totalMs, union } from './intervals.ts';
import type { CriticalSection, Interval, Span, Stage } from './model.ts';
import { asText } from './otlp/values.ts';

/** One span of a stage, with its time in the turn. */
export interface StageSpan extends Interval {
  readonly stage: string;
  readonly span: Span;
  /** Where it, or a span below it, is on the critical path. */
  readonly onCriticalPath: readonly Interval[];
}

/**
 * The spans of stages, in order of start.
 * @param spans in order of start
 * @param timeOf gives a span's time within the turn
 */
export function stageSpansOf(
  spans: readonly Span[],
  root: Span | undefined,
  path: readonly CriticalSection[],
  timeOf: (span: Span) => Interval,
): StageSpan[] {
  const topOf = topLevelSpans(spans, root);
  const pathByTop = Map.groupBy(path, ({ spanId }) => topOf(spanId));
  return spans
    .filter((span) => stageName(span) !== '' && topOf(span.spanId) === span.spanId)
    .map((span) => ({
      stage: stageName(span),
      span,
      ...timeOf(span),
      onCriticalPath: pathByTop.get(span.spanId) ?? [],
    }));
}

/** In order of start. */
export function stagesOf(stageSpans: readonly StageSpan[]): Stage[] {
  const stages: Stage[] = [];
  for (const [stage, ofStage] of Map.groupBy(stageSpans, (each) => each.stage)) {
    for (const [service, ofService] of Map.groupBy(ofStage, ({ span }) => span.service)) {
      for (const { startMs, endMs } of union(ofService)) {
        const merged = ofService.filter((each) => each.startMs >= startMs && each.endMs <= endMs);
        const onCriticalPath = union(merged.flatMap((each) => each.onCriticalPath));
        const onCriticalPathMs = totalMs(onCriticalPath);
        stages.push({ stage, service, startMs, durationMs: endMs - startMs, onCriticalPathMs, onCriticalPath });
      }
    }
  }
  return stages.toSorted((a, b) => a.startMs - b.startMs || usualPlace(a) - usualPlace(b));
}

/** Orders stages that start together, such as `stt` and `speaker`. */
const usualPlace = ({ stage }: Stage): number => stageNames.findIndex((name) => name === stage);

const stageName = (span: Span): string => asText(span.attributes[attributes.stage.key]);

/**
 * Finds, for a span, its ancestor (or itself) right below the root. Where the way up is broken (a parent is missing) it is
 * the highest that is known.
 */
function topLevelSpans(spans: readonly Span[], root: Span | undefined): (spanId: string) => string {
  const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  const known = new Map<string, string>(); // so that a deep trace is climbed once, not once per span
  return (spanId) => {
    const climbed = new Set<string>(); // broken data may hold a cycle
    let top = spanId;
    for (let next: string | undefined = spanId; next !== undefined; next = parents.get(next)) {
      if (next === root?.spanId || !parents.has(next) || climbed.has(next)) break;
      climbed.add(next);
      top = known.get(next) ?? next;
      if (known.has(next)) break;
    }
    for (const below of climbed) known.set(below, top);
    return top;
  };
}
