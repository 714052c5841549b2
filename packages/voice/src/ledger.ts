/**
 * What happened in a turn, told to where the turn was opened: only there is the whole of it known. Stages in that process
 * tell it directly; for those in other processes the application sends their reports home, on whatever bus it has.
 */
import type { Milestone, Stage } from '@mordomo/semconv';
import { diag, type Context } from '@opentelemetry/api';
import { defer } from './deferred.ts';
import { turnContext, turnSpanId } from './turn-context.ts';

/** Times in milliseconds since the epoch. */
export type Milestones = Partial<Readonly<Record<Milestone, number>>>;

/** What a stage did, small enough to be sent with every stage. Plain data; times in milliseconds since the epoch. */
export interface StageReport {
  readonly stage: Stage;
  readonly startTime: number;
  /** The end of the stage or, if more of it follows, its first hand-over. */
  readonly endTime: number;
  readonly milestones?: Milestones;
  /** Where the brain found its answer. */
  readonly location?: 'local' | 'cloud';
  /** What the language model cost in all of the stage, in US dollars. */
  readonly costUsd?: number;
}

/** What is known of an open turn. */
export class Ledger {
  readonly reports: StageReport[] = [];
  readonly #milestones: Partial<Record<Milestone, number>> = {};

  /** What happens once in a turn happened when it was first told. */
  get milestones(): Milestones {
    return this.#milestones;
  }

  mark(milestone: Milestone, time: number): void {
    this.#milestones[milestone] ??= time;
  }

  add(report: StageReport): void {
    this.reports.push(report);
    for (const [milestone, time] of Object.entries(report.milestones ?? {})) this.mark(milestone as Milestone, time);
  }
}

/** Of the turns that were opened in this process and have not ended, by the id of their span. */
const openLedgers = new Map<string, Ledger>();

/** Opens the ledger of a turn. */
export function openLedger(context: Context): Ledger {
  const ledger = new Ledger();
  openLedgers.set(turnSpanId(context) ?? '', ledger);
  return ledger;
}

/** What is told of the turn from now on comes too late. */
export function closeLedger(context: Context): void {
  openLedgers.delete(turnSpanId(context) ?? '');
}

type Send = (report: StageReport, turn: Context) => void;

let sendHome: Send | undefined;

/**
 * Sets how reports of stages reach the process that opened the turn; there, give them to `receiveStageReport`. Needed in
 * services that run stages of turns that others opened. A report that cannot be sent is lost, and its time unattributed.
 * @param send is given the turn’s context, to be sent along.
 */
export function sendStageReports(send: Send): void {
  sendHome = send;
}

/**
 * Takes the report of a stage that ran in another process. Of a turn that is not open here it is ignored.
 * @param turn the context that came with the report.
 */
export function receiveStageReport(report: StageReport, turn: Context): void {
  openLedgers.get(turnSpanId(turn) ?? '')?.add(report);
}

/** Tells the turn of a stage, wherever the turn was opened. */
export function reportStage(report: StageReport, context: Context): void {
  const id = turnSpanId(context);
  if (id === undefined) return;
  const ledger = openLedgers.get(id);
  if (ledger !== undefined) ledger.add(report);
  else if (sendHome !== undefined) defer(() => trySending(report, turnContext(context)));
}

function trySending(report: StageReport, turn: Context): void {
  try {
    sendHome?.(report, turn);
  } catch (error) {
    diag.warn('@mordomo/voice: the report of a stage could not be sent', error);
  }
}
