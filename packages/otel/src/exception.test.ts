import { expect, test } from 'vitest';
import { errorType, exceptionAttributes } from './exception.ts';

class LampError extends Error {}

test('an error is told by class, message and stack, with its causes', () => {
  const attributes = exceptionAttributes(new LampError('dark', { cause: new TypeError('no current') }));
  expect(attributes).toMatchObject({ 'exception.type': 'LampError', 'exception.message': 'dark' });
  expect(attributes['exception.stacktrace']).toMatch(
    /^Error: dark\n +at [^]*\ncaused by: TypeError: no current\n +at /,
  );
});

test('a name that the error was given counts more than its class', () => {
  expect(errorType(new DOMException('stop', 'AbortError'))).toBe('AbortError');
  expect(errorType(Object.assign(new Error('x'), { name: '' }))).toBe('Error');
});

test('whatever else can be thrown is told too', () => {
  expect(exceptionAttributes('plain')).toEqual({ 'exception.type': 'string', 'exception.message': 'plain' });
  expect(exceptionAttributes(Object.create(null))).toMatchObject({ 'exception.message': 'a value without text' });
  const circle = new Error('round');
  circle.cause = circle;
  expect(exceptionAttributes(circle)['exception.stacktrace']?.match(/caused by/g)).toHaveLength(5);
});
