/** A span around a block. */
import type { Attributes, Span } from '@opentelemetry/api';
import type { CheckedAttributes } from './checked-attributes.ts';
import { runFollowed } from './follow-result.ts';
import { SpanLifetime } from './span-lifetime.ts';

/**
 * Runs `work` inside of a new span, a child of the active one, and gives back what it gives. The span is active inside, and
 * ends with the work: when a promise settles, when a generator, an async iterator or a stream is done, broken or left
 * early. An error is recorded on the span and thrown on, the same object. Without telemetry only `work` runs.
 *
 * An iterator that is neither finished nor closed keeps its span open, and a span that never ends is never seen.
 * A web `ReadableStream` comes back as another one that reads it; everything else is what `work` returned.
 * @param name of the span: few different ones, so without ids.
 */
export function withSpan<Result>(name: string, work: (span: Span) => Result): Result;
/** @param attributes of the span; see `CheckedAttributes` for what the compiler refuses. */
export function withSpan<const Given extends CheckedAttributes<Given>, Result>(
  name: string,
  attributes: Given,
  work: (span: Span) => Result,
): Result;
export function withSpan(
  name: string,
  ...given: [(span: Span) => unknown] | [Attributes, (span: Span) => unknown]
): unknown {
  const [attributes, work] = given.length === 1 ? [{}, given[0]] : given;
  const lifetime = new SpanLifetime(name, attributes);
  return runFollowed(() => work(lifetime.span), lifetime);
}
