/** A span around every call of a function. */
import { attributes as names } from '@mordomo/semconv';
import type { Attributes } from '@opentelemetry/api';
import type { CheckedAttributes } from './checked-attributes.ts';
import { runFollowed } from './follow-result.ts';
import { SpanLifetime } from './span-lifetime.ts';

type Work = (...given: never[]) => unknown;

/**
 * The same function, each call of it inside of a span of its own, as `withSpan` makes it. `this`, arguments, results and
 * whatever hangs on the function stay what they are. The span is named after the function, which is its
 * `code.function.name` too; an arrow function that is written right here has no name, so give one.
 */
export function traced<Fn extends Work>(work: Fn): Fn;
/** @param name of the spans: few different ones, so without ids. */
export function traced<Fn extends Work>(name: string, work: Fn): Fn;
/** @param attributes of every span; see `CheckedAttributes` for what the compiler refuses. */
export function traced<const Given extends CheckedAttributes<Given>, Fn extends Work>(
  name: string,
  attributes: Given,
  work: Fn,
): Fn;
export function traced(...given: [Work] | [string, Work] | [string, Attributes, Work]): Work {
  const [name, attributes, work] = optionsOf(given);
  const ofSpan = work.name === '' ? attributes : { [names.functionName.key]: work.name, ...attributes };
  return new Proxy(work, {
    apply: (target, self: unknown, values: never[]) =>
      runFollowed(() => Reflect.apply(target, self, values), new SpanLifetime(name, ofSpan)),
  });
}

function optionsOf(given: [Work] | [string, Work] | [string, Attributes, Work]): [string, Attributes, Work] {
  if (given.length === 3) return given;
  if (given.length === 2) return [given[0], {}, given[1]];
  return [given[0].name || 'anonymous', {}, given[0]];
}
