/** What is said of a turn when it ends: on its span, and as metrics. */
import {
  budgetNames,
  formatBudgets,
  metrics,
  verdictOf,
  waitParts,
  type AttributesOf,
  type BudgetName,
  type Outcome,
  type spans,
} from '@mordomo/semconv';
import type { Context } from '@opentelemetry/api';
import { now } from './clock.ts';
import { record } from './instruments.ts';
import type { Ledger } from './ledger.ts';
import type { Milestones } from './stage-report.ts';
import { brokenBudgets, budgetsInForce } from './verdict.ts';
import { waitOf, type Wait } from './wait.ts';

type TurnAttributes = AttributesOf<typeof spans.turn.attributes>;

interface EndedTurn {
  readonly device: string;
  readonly outcome: Outcome;
  readonly startTime: number;
  readonly interruptedAt: number | undefined;
}

interface Summary {
  readonly attributes: TurnAttributes & { readonly 'voice.turn.outcome': Outcome };
  readonly device: string;
  readonly broken: readonly BudgetName[];
  /** Seconds. What did not happen is absent, never 0. */
  readonly wait: Wait | undefined;
  readonly bargeInReaction: number | undefined;
}

/** Puts together what the ledger holds. */
export function summaryOf({ device, outcome, startTime, interruptedAt }: EndedTurn, ledger: Ledger): Summary {
  const { milestones, reports } = ledger;
  const wait = waitOf(milestones, reports);
  const location = reports.find((report) => report.location !== undefined)?.location ?? 'local';
  const costs = reports.flatMap(({ costUsd }) => costUsd ?? []);
  const budgets = budgetsInForce();
  const broken = wait === undefined ? [] : brokenBudgets(wait, location, budgets);
  const attributes = {
    'voice.turn.outcome': outcome,
    ...latencies(milestones),
    ...(wait && {
      'voice.turn.response_latency': wait.response,
      'voice.turn.unattributed': wait.unattributed,
      'voice.turn.verdict': verdictOf(wait.response, budgets),
      'voice.turn.slowest_part': wait.slowest,
      'voice.turn.over_budget': broken,
      'voice.turn.budgets': formatBudgets(budgets),
    }),
    ...(costs.length > 0 && { 'voice.cost_usd': costs.reduce((sum, cost) => sum + cost, 0) }),
    ...sinceStart(milestones, startTime),
  };
  const bargeInReaction =
    interruptedAt === undefined ? undefined : ((milestones.playback_ended ?? now()) - interruptedAt) / 1000;
  return { attributes, device, broken, wait, bargeInReaction };
}

/** The metrics of the turn. @param context the turn’s, whose span becomes the exemplar */
export function recordTurn({ attributes, device, broken, wait, bargeInReaction }: Summary, context: Context): void {
  const observe = (metric: Latency, seconds: number | undefined) =>
    seconds === undefined ? undefined : record(metric, seconds, { device }, context);
  record(metrics.turns, 1, { outcome: attributes['voice.turn.outcome'], device }, context);
  observe(metrics.wakeToSpeech, attributes['voice.turn.wake_to_speech']);
  observe(metrics.endpointingDelay, attributes['voice.turn.endpointing_delay']);
  observe(metrics.responseLatency, wait?.response);
  observe(metrics.bargeInReaction, bargeInReaction);
  recordBudgets();
  const verdict = attributes['voice.turn.verdict'];
  if (wait === undefined || verdict === undefined) return;
  record(metrics.unattributed, wait.unattributed, {}, context);
  record(metrics.verdicts, 1, { verdict }, context);
  for (const part of waitParts) record(metrics.criticalPath, wait.criticalPath[part], { part }, context);
  for (const budget of broken) record(metrics.budgetsBroken, 1, { budget }, context);
}

/** A latency of the turn, by device. */
type Latency = typeof metrics.wakeToSpeech;

/** With every turn, so that they are there from the first one on whenever the SDK was started. */
function recordBudgets(): void {
  const budgets = budgetsInForce();
  for (const budget of budgetNames) record(metrics.budgetLimit, budgets[budget], { budget });
}

function latencies(milestones: Milestones): TurnAttributes {
  const { wake_detected: wake, speech_ended: spoken, endpoint_decided: decided, playback_started: audio } = milestones;
  return {
    ...(wake !== undefined && audio !== undefined && { 'voice.turn.wake_to_speech': (audio - wake) / 1000 }),
    ...(spoken !== undefined && decided !== undefined && { 'voice.turn.endpointing_delay': (decided - spoken) / 1000 }),
  };
}

/** `voice.milestone.…` */
const sinceStart = (milestones: Milestones, startTime: number): TurnAttributes =>
  Object.fromEntries(
    Object.entries(milestones).map(([name, time]) => [`voice.milestone.${name}`, (time - startTime) / 1000]),
  );
