/** Which parts of the wait took longer than they may: what the turn itself noted, else the defaults of the registry. */
import { attributes, defaultBudgets, parseBudgets, type BudgetName, type Budgets } from '@mordomo/semconv';
import type { BudgetUse, Span, Stage, Wait } from './model.ts';
import { asText } from './otlp/values.ts';

/** @returns one entry per budget that this turn used, in the order in which the parts happen; none where nobody waited */
export function budgetsOf(
  root: Span | undefined,
  spans: readonly Span[],
  stages: readonly Stage[],
  wait: Wait | undefined,
): BudgetUse[] {
  if (wait === undefined) return [];
  const budgets = budgetsInForce(root);
  const noted = root?.attributes[attributes.overBudget.key];
  return Object.entries(timesTaken(spans, stages, wait)).flatMap(([key, tookMs]) => {
    if (tookMs === undefined) return [];
    const name = key as BudgetName;
    const budgetMs = budgets[name] * 1000;
    const isBroken = Array.isArray(noted) ? noted.includes(name) : tookMs > budgetMs;
    return [{ name, budgetMs, tookMs, isBroken }];
  });
}

function budgetsInForce(root: Span | undefined): Budgets {
  const noted = asText(root?.attributes[attributes.budgets.key]);
  return noted === '' ? defaultBudgets : parseBudgets(noted).budgets;
}

/** Milliseconds by budget; undefined where the turn did not get so far. */
function timesTaken(
  spans: readonly Span[],
  stages: readonly Stage[],
  wait: Wait,
): Partial<Record<BudgetName, number | undefined>> {
  const first = (name: string): Stage | undefined => stages.find(({ stage }) => stage === name);
  const inWait = (name: string): number => wait.parts.find(({ part }) => part === name)?.durationMs ?? 0;
  const brain = spans.some((span) => span.attributes[attributes.location.key] === 'cloud')
    ? 'brain_cloud'
    : 'brain_local';
  return {
    ...(wait.since === 'speech' && { endpointing: inWait('endpointing') }),
    stt: first('stt')?.durationMs,
    speaker: first('speaker')?.durationMs,
    [brain]: first('brain') && inWait('brain'),
    tts: first('tts')?.durationMs,
    playback: inWait('playback'),
    unattributed: inWait('unattributed'),
    ...(wait.since === 'speech' && { response: wait.endMs - wait.startMs }),
  };
}
