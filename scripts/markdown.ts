/** Pieces of Markdown. */

export const code = (text: string): string => `\`${text}\``;

/** One row of a table. */
export const cells = (...values: readonly string[]): string =>
  `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;

export const table = (head: readonly string[], rows: readonly string[]): string =>
  [cells(...head), cells(...head.map(() => '---')), ...rows].join('\n');
