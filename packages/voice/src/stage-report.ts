/** What a stage tells the turn, and how much of it can be used once it has come over a bus. */
import { milestones as knownMilestones, stages, type Milestone, type Stage } from '@mordomo/semconv';
import { isObject, isOneOf, sayUnused, shown, usableTime } from './usable.ts';

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

/**
 * The report without what cannot be used of it; undefined where nothing can. What is left out is said in a sentence.
 * @param turnStart milliseconds since the epoch
 */
export function usableReport(report: unknown, turnStart: number): StageReport | undefined {
  if (!isObject(report)) {
    sayUnused('a stage report of this kind', `${shown(report)} is no report`);
    return undefined;
  }
  const { stage } = report;
  if (!isOneOf(stages, stage)) {
    sayUnused('a stage report without a known stage', `${shown(stage)} is none of ${stages.join(', ')}`);
    return undefined;
  }
  const startTime = usableTime(report['startTime'], turnStart, 'a stage report with such a startTime');
  const endTime = usableTime(report['endTime'], turnStart, 'a stage report with such an endTime');
  if (startTime === undefined || endTime === undefined) return undefined;
  if (endTime < startTime) {
    sayUnused('a stage report that ends before it begins', `endTime ${endTime} lies before startTime ${startTime}`);
    return undefined;
  }
  return {
    stage,
    startTime,
    endTime,
    milestones: usableMilestones(report['milestones'], turnStart),
    ...usableLocation(report['location']),
    ...usableCost(report['costUsd']),
  };
}

function usableMilestones(milestones: unknown, turnStart: number): Milestones {
  if (isObject(milestones)) {
    const entries = Object.entries(milestones).map(([name, time]) => usableMilestone(name, time, turnStart));
    return Object.assign({}, ...entries) as Milestones;
  }
  if (milestones !== undefined)
    sayUnused('the list of milestones of a stage report', `${shown(milestones)} is no object`);
  return {};
}

/** The milestone if it can be used, else nothing. @param near a time that it cannot be far from */
export function usableMilestone(name: unknown, time: unknown, near: number): Milestones {
  if (!isOneOf(knownMilestones, name)) {
    sayUnused('a milestone that is not known', `${shown(name)} is none of ${knownMilestones.join(', ')}`);
    return {};
  }
  const usable = usableTime(time, near, `the milestone ${name}`);
  return usable === undefined ? {} : { [name]: usable };
}

function usableLocation(location: unknown): Pick<StageReport, 'location'> {
  if (location === 'local' || location === 'cloud') return { location };
  if (location !== undefined) sayUnused('the location of a stage report', `${shown(location)} is not local or cloud`);
  return {};
}

function usableCost(costUsd: unknown): Pick<StageReport, 'costUsd'> {
  if (typeof costUsd === 'number' && costUsd >= 0 && costUsd < Infinity) return { costUsd };
  if (costUsd !== undefined) sayUnused('the costUsd of a stage report', `${shown(costUsd)} is no sum of US dollars`);
  return {};
}
