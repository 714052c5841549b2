/** docs/configuration.md: every setting of `@mordomo/otel`, for people. */
import { sections } from '../packages/otel/src/config.ts';
import type { GroupSetting, Setting } from '../packages/otel/src/settings/setting.ts';
import { settingsWithoutEffect } from '../packages/otel/src/settings/without-effect.ts';
import { cells, code, table } from './markdown.ts';

type AnySetting = Setting<unknown> | GroupSetting<unknown, string>;

/** The whole document as Markdown. */
export function configurationDocument(): string {
  return `<!-- Generated from packages/otel/src/settings by "npm run generate"; do not edit. -->
# Settings of \`@mordomo/otel\`

By environment variable. A value that cannot be used is said once, in a sentence that names what is used instead; the service runs in any case.

${Object.entries(sections)
  .map(([heading, entries]) => sectionText(heading, Object.values(entries)))
  .join('\n\n')}

${sectionText('Accepted without effect', settingsWithoutEffect)}

\`OTEL_SEMCONV_STABILITY_OPT_IN\` is read by the instrumentations themselves.

\`@mordomo/voice\` reads two of its own: \`MORDOMO_BUDGETS\`, the budgets of stages in seconds, such as \`stt=0.3,response=2\`, and \`MORDOMO_PRICES\`,
[a file of prices](engines.md) of language models.
`;
}

function sectionText(heading: string, entries: readonly AnySetting[]): string {
  const rows = entries.map((entry) =>
    cells(variables(entry).map(code).join(' '), entry.kind.expected, defaultText(entry.default), entry.doc),
  );
  return `## ${heading}\n\n${table(['variable', 'value', 'default', 'meaning'], rows)}`;
}

const variables = (entry: AnySetting): string[] =>
  'members' in entry ? [entry.name, ...Object.values(entry.members)] : [entry.name];

function defaultText(value: unknown): string {
  if (value === Infinity) return 'no limit';
  if (Array.isArray(value)) return value.length === 0 ? '' : code(value.join(','));
  return typeof value === 'object' || value === undefined || value === ''
    ? ''
    : code(JSON.stringify(value).replaceAll('"', ''));
}
