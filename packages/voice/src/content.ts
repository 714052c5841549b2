import { registry } from '@mordomo/semconv';
import type { Attributes } from '@opentelemetry/api';

const personalKeys: ReadonlySet<string> = new Set(
  registry.attributes.filter(({ personal }) => personal).map(({ key }) => key),
);

/** Whether transcripts and speakers may leave the process: the standard switch of the GenAI conventions, off by default. */
const contentIsCaptured = /^(true|span_only|event_only|span_and_event)$/i.test(
  // The switch is read here and not in @mordomo/otel, since this package must keep what is private without it too.
  process.env['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'] ?? '',
);

/** The attributes without the personal ones, unless content capture is switched on. */
export function withoutPersonal(attributes: Attributes, captured = contentIsCaptured): Attributes {
  if (captured || !Object.keys(attributes).some((key) => personalKeys.has(key))) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !personalKeys.has(key)));
}
