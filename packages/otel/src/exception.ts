/** Errors as the attributes that the conventions of OpenTelemetry give them. */
import { attributes as names, type AttributesOf } from '@mordomo/semconv';

type ExceptionAttributes = AttributesOf<
  readonly [typeof names.exceptionType, typeof names.exceptionMessage, typeof names.exceptionStacktrace]
>;

/** Causes that are told; a circle of causes ends here too. */
const mostCauses = 5;

/** The class of an error. A subclass that does not set its `name` is told by its constructor. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return (error.name === 'Error' ? error.constructor.name : error.name) || 'Error';
}

/** Type, message and stack, with the causes below it as Java writes them. Anything that was thrown will do. */
export function exceptionAttributes(error: unknown): ExceptionAttributes {
  if (!(error instanceof Error)) return { 'exception.type': errorType(error), 'exception.message': textOf(error) };
  const causes: Error[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < mostCauses; cause = cause.cause) {
    causes.push(cause);
  }
  return {
    'exception.type': errorType(error),
    'exception.message': error.message,
    'exception.stacktrace': [error, ...causes].map((each) => each.stack ?? String(each)).join('\ncaused by: '),
  };
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : textOf(error));

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value without text';
  }
}
