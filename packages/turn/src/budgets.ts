/** Which parts of the wait took longer than they may, by what the turn itself noted, else by the defaults of the registry. */
import { attributes, budgetNames, defaultBudgets, parseBudgets, type BudgetName, type Budgets } from '@mordomo/semconv';
import type { BudgetUse, Span, Wait } from './model.ts';
import { asText } from './otlp/values.ts';
import type { StageSpan } from './stages.ts';
import { partOf, millisecondsOf } from './wait-parts.ts';

/** @returns one entry per budget that this turn used, in the order in which the parts happen; none where nobody waited */
export function budgetsOf(
  root: Span | undefined,
  stageSpans: readonly StageSpan[],
  wait: Wait | undefined,
): BudgetUse[] {
  if (wait === undefined) return [];
  const budgets = budgetsInForce(root);
  const noted = root?.attributes[attributes.overBudget.key];
  const took = timesTaken(root, stageSpans, wait);
  return budgetNames.flatMap((name) => {
    const tookMs = took[name];
    if (tookMs === undefined) return [];
    const budgetMs = budgets[name] * 1000;
    return [{ name, budgetMs, tookMs, isBroken: Array.isArray(noted) ? noted.includes(name) : tookMs > budgetMs }];
  });
}

function budgetsInForce(root: Span | undefined): Budgets {
  const noted = asText(root?.attributes[attributes.budgets.key]);
  return noted === '' ? defaultBudgets : parseBudgets(noted).budgets;
}

/** Milliseconds by budget; undefined where the turn did not get so far. */
function timesTaken(
  root: Span | undefined,
  stageSpans: readonly StageSpan[],
  wait: Wait,
): Partial<Record<BudgetName, number | undefined>> {
  const share = (wanted: string): number | undefined => wait.parts.find(({ part }) => part === wanted)?.durationMs;
  // The first sentence and its first audio are what the wait is for: of each part, the work that was done first.
  const byEnd = stageSpans.toSorted((a, b) => a.endMs - b.endMs);
  const first = (wanted: string): number | undefined => {
    const work = byEnd.find(
      (each) => partOf(each) === wanted && each.startMs < wait.endMs && each.endMs > wait.startMs,
    );
    const endMs = wanted === 'playback' ? wait.endMs : (work?.endMs ?? 0);
    return work && endMs - Math.max(work.startMs, wait.startMs);
  };
  const isCloud = stageSpans.some(({ span }) => span.attributes[attributes.location.key] === 'cloud');
  const isSinceSpeech = wait.since === 'speech';
  return {
    endpointing:
      millisecondsOf(root, attributes.endpointingDelay.key) ?? (isSinceSpeech ? share('endpointing') : undefined),
    stt: first('stt'),
    speaker: first('speaker'),
    [isCloud ? 'brain_cloud' : 'brain_local']: first('brain'),
    tts: first('tts'),
    playback: first('playback'),
    unattributed: millisecondsOf(root, attributes.unattributed.key) ?? share('unattributed') ?? 0,
    response: isSinceSpeech ? wait.endMs - wait.startMs : undefined,
  };
}
