/**
 * What happened in a turn, told to where the turn was opened: only there is the whole of it known. Stages in that process
 * tell it directly; for those in other processes the application sends their reports home, on whatever bus it has.
 */
import type { Milestone } from '@mordomo/semconv';
import { context as contextApi, diag, type Context } from '@opentelemetry/api';
import { defer } from './deferred.ts';
import { usableMilestone, usableReport, type Milestones, type StageReport } from './stage-report.ts';
import { telemetryIsOn } from './switched-on.ts';
import { turnContext, turnSpanId } from './turn-context.ts';
import { isContext, sayUnused } from './usable.ts';

/** What is known of an open turn. */
export class Ledger {
  readonly reports: StageReport[] = [];
  readonly #turnStart: number;
  #milestones: Milestones = {};

  /** @param turnStart milliseconds since the epoch: what is told of times far from it is not used */
  constructor(turnStart: number) {
    this.#turnStart = turnStart;
  }

  /** What happens once in a turn happened when it was first told. */
  get milestones(): Milestones {
    return this.#milestones;
  }

  mark(milestone: Milestone, time: number): void {
    this.#milestones = { ...usableMilestone(milestone, time, this.#turnStart), ...this.#milestones };
  }

  add(report: StageReport): void {
    const usable = usableReport(report, this.#turnStart);
    if (usable === undefined) return;
    this.reports.push(usable);
    this.#milestones = { ...usable.milestones, ...this.#milestones };
  }
}

/** Of the turns that were opened in this process and have not ended, by the id of their span. */
const openLedgers = new Map<string, Ledger>();

/** Opens the ledger of a turn. @param turnStart milliseconds since the epoch */
export function openLedger(context: Context, turnStart: number): Ledger {
  const ledger = new Ledger(turnStart);
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
 * Takes the report of a stage that ran in another process. Of a turn that is not open here it is ignored, and so is what
 * cannot be used of it.
 * @param turn the context that came with the report. Default: the active one, which is the message’s in a handler that an
 * instrumentation runs in it.
 */
export function receiveStageReport(report: StageReport, turn: Context = contextApi.active()): void {
  if (!telemetryIsOn()) return;
  const id = isContext(turn) ? turnSpanId(turn) : undefined;
  if (id === undefined)
    sayUnused('a stage report', 'no context of a turn came with it; give it the one of its message');
  else openLedgers.get(id)?.add(report);
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
  const say = (error: unknown) => diag.warn('@mordomo/voice: the report of a stage could not be sent', error);
  try {
    const sent: unknown = sendHome?.(report, turn);
    if (sent instanceof Promise) sent.catch(say);
  } catch (error) {
    say(error);
  }
}
