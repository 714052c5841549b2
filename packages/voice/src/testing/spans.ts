/** What a test asks of the spans that have ended. */
import { spansEnded } from './telemetry.ts';

export const milliseconds = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1000 + nanoseconds / 1e6;

/** The only span of this name. */
export function spanNamed(name: string) {
  const [span, ...more] = spansEnded().filter((each) => each.name === name);
  const names = spansEnded().map((each) => each.name);
  if (span === undefined || more.length > 0) throw new Error(`not one span ${name} among ${names.join(', ')}`);
  return span;
}
