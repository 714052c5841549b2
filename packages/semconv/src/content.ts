/** What is private, and whether it may leave the process all the same. */
import * as definitions from './attributes.ts';

/** The standard switch of the GenAI conventions for prompts and answers; it covers whatever is private here. */
export const contentCaptureVariable = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

/** Whether the switch, as it was written, is on. */
export const isContentCaptured = (written: string | undefined): boolean =>
  /^(true|span_only|event_only|span_and_event)$/i.test(written ?? '');

const personalKeys: ReadonlySet<string> = new Set(
  Object.values(definitions)
    .filter(({ personal }) => personal)
    .map(({ key }) => key),
);

/** Whether an attribute tells what a person said, heard or is called. */
export const isPersonal = (key: string): boolean => personalKeys.has(key);

/** The attributes without the personal ones, unless content is captured; the same object where there are none. */
export function withoutPersonal<Value>(
  attributes: Readonly<Record<string, Value>>,
  isCaptured: boolean,
): Readonly<Record<string, Value>> {
  if (isCaptured || !Object.keys(attributes).some((key) => personalKeys.has(key))) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !personalKeys.has(key)));
}
