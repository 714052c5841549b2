import { expect, test } from 'vitest';
import { startUpLine } from './start-up-line.ts';

const collector = 'http://localhost:4318';
const all = { traces: `${collector}/v1/traces`, metrics: `${collector}/v1/metrics`, logs: `${collector}/v1/logs` };
const otlp = { traces: ['otlp'], metrics: ['otlp', 'prometheus'], logs: ['otlp'], spoolMode: 'forward' } as const;

test.each([
  [otlp, all, 'traces, metrics and logs go to http://localhost:4318'],
  [
    otlp,
    { ...all, metrics: 'https://metrics.lan/otlp/v1/metrics' },
    'traces and logs go to http://localhost:4318, metrics go to https://metrics.lan/otlp',
  ],
  [{ ...otlp, spoolMode: 'keep' }, {}, 'traces, metrics and logs stay in /spool/house'],
  [
    { ...otlp, traces: ['console'], logs: [] },
    all,
    'traces go to the console, metrics go to http://localhost:4318, logs are not exported',
  ],
] as const)('the line at start tells where telemetry goes: %j', (config, destinations, where) => {
  const status = { service: 'house', spool: '/spool/house', destinations };
  expect(startUpLine({ ...status, covered: ['http', 'pg 8.0.0'] }, config)).toBe(
    `house: ${where}. Traced: http, pg 8.0.0.`,
  );
  expect(startUpLine({ ...status, covered: [] }, config)).toContain('. Traced: nothing yet.');
});
