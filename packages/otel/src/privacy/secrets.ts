/** Secrets that are known by their shape or by the path that they stand in. */
import { redacted } from './urls.ts';

/** Tokens that are known by their shape and often stand in paths: of Telegram, Slack, Discord, GitHub, GitLab, Stripe, OpenAI, AWS, JWT. */
const shapes = new RegExp(
  [
    String.raw`\b(bot)\d{6,}:[\w-]+`,
    String.raw`(/services/T\w+/B\w+/)\w+`,
    String.raw`(/webhooks/\d+/)[\w-]+`,
    String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`,
    String.raw`\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_(?:live|test)_)[\w-]{8,}`,
    String.raw`\bsk-[\w-]{16,}`,
    String.raw`\bA[KS]IA[A-Z0-9]{16}\b`,
  ].join('|'),
  'g',
);

/** Redacts secrets in texts by their shape, and what stands for each `*` of the path patterns that are set. */
export function secretsRedactor(pathPatterns: readonly string[]): (text: string) => string {
  const replacements = pathPatterns.map(replacementFor);
  return (text) => {
    let result = text.length < shortestSecret ? text : text.replaceAll(shapes, withoutShape);
    for (const [pattern, replacement] of replacements) result = result.replaceAll(pattern, replacement);
    return result;
  };
}

/** Shorter texts hold none of the shapes. */
const shortestSecret = 10;

/** What stands before a secret, and belongs to its shape, stays. */
const withoutShape = (_secret: string, ...[bot, slack, discord]: (string | undefined)[]): string =>
  `${bot ?? slack ?? discord ?? ''}${redacted}`;

/** `/pair/*` as an expression and what it is replaced with. */
function replacementFor(pattern: string): [RegExp, string] {
  const parts = pattern.split('*');
  const literal = parts.map((part) => `(${part.replaceAll(/[^\w/]/g, String.raw`\$&`)})`);
  return [
    new RegExp(literal.join(String.raw`[^\s/?#"'<>]+`), 'g'),
    parts.map((_part, index) => `$${index + 1}`).join(redacted),
  ];
}
