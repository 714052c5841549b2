/** Text in columns. Names and log lines come from other processes: nothing of theirs may steer the terminal. */

const segmenter = new Intl.Segmenter();

/** The text on one line, without control characters. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

/** Columns that a terminal uses: two for East Asian characters and emoji. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += segmentColumns(segment);
  return columns;
}

const segmentColumns = (segment: string): number =>
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\uFE0F/u.test(
    segment,
  )
    ? 2
    : 1;

/** Cut to the width, with an ellipsis where something was left out. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 1; // the ellipsis
  for (const { segment } of segmenter.segment(text)) {
    used += segmentColumns(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cut or filled to exactly the width. */
export function left(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return fitting + ' '.repeat(columns - columnsOf(fitting));
}

export function right(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return ' '.repeat(columns - columnsOf(fitting)) + fitting;
}

/** Words in lines of at most the width; a longer word has a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const extended = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && columnsOf(extended) <= columns) lines[lines.length - 1] = extended;
    else lines.push(word);
  }
  return lines.map((line) => cut(line, columns));
}
