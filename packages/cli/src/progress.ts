/** What the terminal is told while things happen. */

const startedAt = Number(process.env['MORDOMO_STARTED_AT'] ?? performance.timeOrigin);

/** Milliseconds since the user pressed Enter. */
const sinceStart = (): number => Math.round(performance.timeOrigin + performance.now() - startedAt);

/** One line of progress, with the seconds since the command started. */
export const progress = (text: string): void => {
  process.stdout.write(`${(sinceStart() / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
};

export const print = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Notes when each step was done, for the report. */
export class Timings {
  readonly #steps: Record<string, number> = {};

  done(step: string): void {
    this.#steps[step] = sinceStart();
  }

  all(): Readonly<Record<string, number>> {
    return this.#steps;
  }
}
