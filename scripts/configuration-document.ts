/** docs/configuration.md: every setting of `@mordomo/otel`, for people. */
import { sections } from '../packages/otel/src/config.ts';
import type { Setting } from '../packages/otel/src/settings/setting.ts';
import { cells, code, table } from './markdown.ts';

/** The whole document as Markdown. */
export function configurationDocument(): string {
  return `<!-- Generated from packages/otel/src/settings by "npm run generate"; do not edit. -->
# Settings of \`@mordomo/otel\`

By environment variable. A value that cannot be used is said once, and the default is used instead.

${Object.entries(sections).map(sectionText).join('\n\n')}

\`OTEL_EXPORTER_OTLP_HEADERS\`, \`_COMPRESSION\` and \`_TIMEOUT\`, their forms for one signal, \`OTEL_RESOURCE_ATTRIBUTES\` and the samplers' and limits'
variables are read by the OpenTelemetry packages themselves, as its specification says.
`;
}

function sectionText([heading, entries]: [string, (typeof sections)[keyof typeof sections]]): string {
  const rows = Object.values(entries).map(({ name, default: fallback, kind, doc }: Setting<unknown>) =>
    cells(code(name), kind.expected, String(fallback) === '' ? '' : code(String(fallback)), doc),
  );
  return `## ${heading}\n\n${table(['variable', 'value', 'default', 'meaning'], rows)}`;
}
