/** Numbers and moments in words, the same in every report. */

/** Three digits at most: `12 ms`, `1.84 s`, `12.3 s`. */
export function duration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 999.5) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(size < 9995 ? 2 : 1)} s`;
}

/** Part of a whole: `12 %`, `< 1 %`; empty when there is nothing. */
export function percent(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '';
  return part / whole < 0.005 ? '< 1 %' : `${Math.round((100 * part) / whole)} %`;
}

/** `1 span`, `2 spans`. */
export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 || noun.endsWith('series') ? '' : 's'}`;

/** What the user's wait counts from. */
export const sinceText = {
  speech: 'after the last word',
  listen: 'after it stopped listening',
  wake: 'after the wake word',
} as const;
