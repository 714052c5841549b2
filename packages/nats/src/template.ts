/** Subjects as patterns, so that names of metrics and spans stay few. */

/** Matches subjects by NATS's wildcards; `{name}` stands for one token, like `*`, and says what it is. */
export function subjectMatcher(pattern: string): (tokens: readonly string[]) => boolean {
  const wanted = pattern.split('.');
  const openEnded = wanted.at(-1) === '>';
  const fixed = openEnded ? wanted.slice(0, -1) : wanted;
  return (tokens) =>
    (openEnded ? tokens.length > fixed.length : tokens.length === fixed.length) &&
    fixed.every((token, index) => token === '*' || /^\{.*\}$/.test(token) || token === tokens[index]);
}

/** The subject with `*` for every token that looks like an id, a number or a random name. */
export function templateOf(tokens: readonly string[]): string {
  if (tokens[0] === '_INBOX') return '_INBOX.*';
  return tokens.map((token) => (token.split(/[-_:]/).some(looksLikeId) ? '*' : token)).join('.');
}

/** A whole token of digits; or, in a token such as `session_4711`, four digits in a row, hexadecimal, or a long jumble. */
const looksLikeId = (part: string, _index: number, parts: readonly string[]): boolean =>
  (parts.length === 1 && /^\d+$/.test(part)) ||
  /\d{4}/.test(part) ||
  (/^[\da-f]{8,}$/i.test(part) && /\d/.test(part)) ||
  (/^[\da-z]{20,}$/i.test(part) && /\d/.test(part));
