/**
 * What a caller gives, or a bus brings, may be anything. What cannot be used is left out and said in a sentence; the turn is
 * kept, and the service never hears of it.
 */
import { context as contextApi, diag, type Context } from '@opentelemetry/api';

/** No turn lasts so long, and no clocks of one house are so far apart: such a time is in seconds, or of another clock. */
const mostApartMs = 24 * 60 * 60 * 1000;

const said = new Set<string>();

/**
 * Says that something is not used. Of each kind the first is said: a bus can bring the same thousands of times.
 * @param what one of few: the kind, as the beginning of the sentence
 */
export function sayUnused(what: string, why: string): void {
  if (said.has(what)) return;
  said.add(what);
  diag.warn(`@mordomo/voice: ${what} is not used: ${why}.`);
}

/**
 * The time if it can be used, else undefined and said in a sentence.
 * @param near a time that it cannot be far from
 * @param what the beginning of the sentence
 */
export function usableTime(time: unknown, near: number, what: string): number | undefined {
  if (typeof time === 'number' && Math.abs(time - near) <= mostApartMs) return time;
  const isFar = typeof time === 'number' && Number.isFinite(time);
  sayUnused(
    what,
    `${shown(time)} is ${isFar ? 'more than a day away, not' : 'no time in'} milliseconds since the epoch`,
  );
  return undefined;
}

/** The same of a time that need not be given. */
export const usableTimeIfAny = (time: unknown, near: number, what: string): number | undefined =>
  time === undefined ? undefined : usableTime(time, near, what);

/** The context if it is one, else the active one. */
export function usableContext(context: unknown): Context {
  if (isContext(context)) return context;
  sayUnused('the context of a stage', `${shown(context)} is no context; the active one is taken`);
  return contextApi.active();
}

export const isContext = (value: unknown): value is Context =>
  isObject(value) && typeof value['getValue'] === 'function';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isOneOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.some((one) => one === value);

/** For a sentence: numbers and short names as they are, of everything else its kind only, since it may hold what was said. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return /^[\w.<>-]{0,30}$/.test(value) ? `"${value}"` : 'a text';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
