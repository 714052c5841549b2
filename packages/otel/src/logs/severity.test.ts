import { SeverityNumber } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { severityOfName, severityOfPino } from './severity.ts';

test.each([
  ['trace', 1],
  ['silly', 1],
  ['debug', 5],
  ['verbose', 6],
  ['http', 7],
  ['info', 9],
  ['notice', 10],
  ['WARN', 13],
  ['warning', 13],
  ['error', 17],
  ['crit', 18],
  ['alert', 19],
  ['emerg', 21],
  ['fatal', 21],
])('the level %s has the severity %i', (name, severity) => {
  expect(severityOfName(name)).toBe(severity);
});

test('a level of pino that only its number tells about lies between its neighbours', () => {
  expect(severityOfPino(35, 'lamp')).toBeGreaterThan(SeverityNumber.INFO);
  expect(severityOfPino(35, 'lamp')).toBeLessThan(SeverityNumber.WARN);
  expect(severityOfPino(-5, undefined)).toBe(SeverityNumber.TRACE);
  expect(severityOfPino(900, undefined)).toBe(SeverityNumber.FATAL4);
});

test('the name of a level counts more than its number', () => {
  expect(severityOfPino(10, 'error')).toBe(SeverityNumber.ERROR);
});
