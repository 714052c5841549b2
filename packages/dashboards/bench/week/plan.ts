/** A week of a household, pieced together from recordings of some minutes each. */

/** What is recorded: much goes wrong; people talk; nobody is at home. */
export const pieceNames = ['trouble', 'talk', 'quiet'] as const;
export type PieceName = (typeof pieceNames)[number];

/** The interval at which services push and Prometheus scrapes. */
export const stepSeconds = 15;

/** Loki takes lines of the last 168 h. */
export const weekSeconds = 166 * 3600;

/** One recording at its place in the week. */
export interface Occurrence {
  readonly piece: PieceName;
  /** Seconds since the epoch. */
  readonly start: number;
}

/** How likely people talk in each hour of the day, relative to the evening. */
const rhythm = [0, 0, 0, 0, 0, 0, 0.3, 0.8, 0.5, 0.2, 0.2, 0.3, 0.6, 0.4, 0.2, 0.2, 0.3, 0.5, 0.9, 1, 1, 0.8, 0.4, 0.1];
const restartHour = 4;

/** Numbers from 0 to 1 that look random and are the same in every run (a linear congruential generator). */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * @param lengths of the pieces, in seconds
 * @param talksPerDay how often people talk for the length of its piece
 */
export function plannedWeek(
  end: number,
  lengths: Readonly<Record<PieceName, number>>,
  talksPerDay: number,
): Occurrence[] {
  const next = numbers();
  const hours = rhythm.reduce((sum, share) => sum + share, 0);
  const week: Occurrence[] = [];
  const begin = end - weekSeconds;
  for (let start = begin; start < end;) {
    const share = rhythm[new Date(start * 1000).getUTCHours()] ?? 0;
    const likelihood = (share / hours) * talksPerDay * (lengths.talk / 3600);
    const chance = next();
    // The end is an evening on which something went wrong: the last hour shows all that a board can show.
    const isLast = end - start <= lengths.trouble + 2 * lengths.talk && week.at(-1)?.piece !== 'trouble';
    const piece = isLast || chance < likelihood / 10 ? 'trouble' : chance < likelihood ? 'talk' : 'quiet';
    week.push({ piece, start });
    start += lengths[piece];
  }
  return week;
}

/** Whether services start anew at this time: counters begin at 0. */
export const isRestart = (seconds: number): boolean => seconds % 86_400 === restartHour * 3600;
