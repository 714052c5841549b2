/**
 * Alerts on how fast the allowed share of bad turns is used up. Two windows each: the long one shows that it matters, the short one that
 * it still goes on. A house has few turns, so each window must hold some before a share says anything.
 */

export const burnWindows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type BurnWindow = (typeof burnWindows)[number];

export const overBudgetShare = (window: BurnWindow): string => `voice:turns_over_budget:share_${window}`;
export const failedShare = (window: BurnWindow): string => `voice:turns_failed:share_${window}`;

/** Share of the turns that may be bad: 5 %. */
export const allowedShare = 0.05;

interface Pace {
  readonly short: BurnWindow;
  readonly long: BurnWindow;
  /** How many times faster than allowed: at 14.4 a month's allowance is gone in two days. */
  readonly times: number;
  /** Turns in the long window. */
  readonly atLeastTurns: number;
}

export const fast: readonly Pace[] = [
  { short: '5m', long: '1h', times: 14.4, atLeastTurns: 5 },
  { short: '30m', long: '6h', times: 6, atLeastTurns: 10 },
];
export const slow: readonly Pace[] = [
  { short: '2h', long: '1d', times: 3, atLeastTurns: 20 },
  { short: '6h', long: '3d', times: 1, atLeastTurns: 50 },
];

/** PromQL for any of the paces. @param counter of all turns, good and bad */
export const burning = (
  paces: readonly Pace[],
  share: (window: BurnWindow) => string,
  counter: string,
  allowed: number,
): string =>
  paces
    .map(({ short, long, times, atLeastTurns }) => {
      const limit = Number((times * allowed).toFixed(4));
      const enough = `sum(increase(${counter}[${long}])) >= ${atLeastTurns}`;
      return `(${share(short)} > ${limit} and ${share(long)} > ${limit} and on () ${enough})`;
    })
    .join(' or ');
