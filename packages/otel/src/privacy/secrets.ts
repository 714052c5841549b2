/** What is a secret wherever it stands: by the name of its field or header, or by its shape. */
import { redacted } from './urls.ts';

/** `authorization`, `http.request.header.x-api-key`, `Set-Cookie`, `accessToken`. */
const secretName =
  /(?:authorization|cookies?2?|token|secret|passw(?:or)?d|passphrase|api[-_]?key|(?:access|private|secret)[-_]?key|credentials?|baggage)$/i;

/** Whether a field or a header of this name holds a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** Tokens that are known by their shape and often stand in paths: of Telegram, Slack, Discord, GitHub, GitLab, AWS, JWT … */
const shapes = new RegExp(
  [
    String.raw`\b(bot)\d{6,}:[\w-]+`,
    String.raw`(/services/T\w+/B\w+/)\w+`,
    String.raw`(/webhooks/\d+/)[\w-]+`,
    String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`,
    String.raw`\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|(?:sk|pk|rk)[-_])[\w-]{8,}`,
    String.raw`\bA[KS]IA[A-Z0-9]{16}\b`,
  ].join('|'),
  'g',
);

/** Redacts secrets in texts by their shape, and what stands for each `*` of the path patterns that are set. */
export function secretsRedactor(pathPatterns: readonly string[]): (text: string) => string {
  const replacements = pathPatterns.map(replacementFor);
  return (text) => {
    const withoutShapes = text.replaceAll(shapes, (_secret, ...before: unknown[]) => {
      const kept = before.slice(0, 3).find((part) => typeof part === 'string');
      return `${kept ?? ''}${redacted}`;
    });
    return replacements.reduce(
      (result, [pattern, replacement]) => result.replaceAll(pattern, replacement),
      withoutShapes,
    );
  };
}

/** `/pair/*` as an expression and what it is replaced with. */
function replacementFor(pattern: string): [RegExp, string] {
  const parts = pattern.split('*');
  const literal = parts.map((part) => `(${part.replaceAll(/[^\w/]/g, String.raw`\$&`)})`);
  return [
    new RegExp(literal.join(String.raw`[^\s/?#"'<>]+`), 'g'),
    parts.map((_part, index) => `$${index + 1}`).join(redacted),
  ];
}
