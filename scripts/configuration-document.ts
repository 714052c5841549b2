/** docs/configuration.md: every setting of `@mordomo/otel`, for people. */
import { settings } from '../packages/otel/src/config.ts';
import { cells, code, table } from './markdown.ts';

/** The whole document as Markdown. */
export function configurationDocument(): string {
  const rows = Object.values(settings).map(({ name, default: fallback, kind, doc }) =>
    cells(code(name), kind.expected, String(fallback) === '' ? '' : code(String(fallback)), doc),
  );
  return `<!-- Generated from packages/otel/src/config.ts by "npm run generate"; do not edit. -->
# Settings of \`@mordomo/otel\`

By environment variable. A value that cannot be used is said once, and the default is used instead.

${table(['variable', 'value', 'default', 'meaning'], rows)}

\`OTEL_EXPORTER_OTLP_HEADERS\`, \`_COMPRESSION\` and \`_TIMEOUT\`, their forms for one signal, \`OTEL_RESOURCE_ATTRIBUTES\` and the samplers' and limits'
variables are read by the OpenTelemetry packages themselves, as its specification says.
`;
}
