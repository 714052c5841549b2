/** What the language models that a turn asked used and cost. */
import { attributes, type AttributeDefinition } from '@mordomo/semconv';
import type { Span, Turn } from './model.ts';

/** A span of an attempt; what the stage around it says is their sum. */
const isAttempt = (span: Span): boolean => span.attributes[attributes.operation.key] === 'chat';

/** A request that the model refused costs nothing. */
const hasBegun = (span: Span): boolean => attributes.finishReasons.key in span.attributes;

const numbers = (spans: readonly Span[], { key }: AttributeDefinition): number[] =>
  spans.flatMap(({ attributes: values }) => (typeof values[key] === 'number' ? values[key] : []));

const total = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);

/** `7 in, 17 out`; undefined if no model was asked, or none counted. */
export function tokensText({ spans }: Turn): string | undefined {
  const attempts = spans.filter(isAttempt);
  const [input, output] = [attributes.inputTokens, attributes.outputTokens].map((each) =>
    total(numbers(attempts, each)),
  );
  return input === undefined && output === undefined ? undefined : `${input ?? '?'} in, ${output ?? '?'} out`;
}

const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 3 });

/** `$0.00015`; `local`, or `unknown` where a part of it is; undefined if no model was asked. */
export function costText({ spans }: Turn): string | undefined {
  const attempts = spans.filter((span) => isAttempt(span) && hasBegun(span));
  if (attempts.length === 0) return undefined;
  const charged = attempts.filter((span) => span.attributes[attributes.location.key] !== 'local');
  if (charged.length === 0) return 'local';
  const costs = numbers(charged, attributes.cost);
  return costs.length < charged.length ? 'unknown' : dollars.format(total(costs) ?? 0);
}
