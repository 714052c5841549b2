import type { Examination, SignalResult } from '@mordomo/doctor';
import { expect, test } from 'vitest';
import { renderExamination } from './examination.ts';

const healthy: Examination = { service: 'greeter', lastLines: [], results: [], advice: [], isHealthy: true };
const absent = { id: 'collector-absent', sentences: 'Nothing listens there. Start it.' } as const;
const result = (sent: string, more: Partial<SignalResult>): SignalResult => ({
  signal: 'logs',
  sent,
  backend: 'Loki http://127.0.0.1:3100',
  ...more,
});

test('what is wrong with several signals for the same reason is said once', () => {
  const results = [result('span', { fault: absent }), result('log line', { fault: absent })];
  const text = renderExamination({ ...healthy, results, isHealthy: false });
  expect(text).toContain('span, log line: Nothing listens there. Start it.');
  expect(text.split('Start it.')).toHaveLength(2);
});

test('what arrived is a row with its seconds, and only a whole success is called one', () => {
  const text = renderExamination({ ...healthy, results: [result('span', { afterMs: 1234 })] });
  expect(text).toMatch(/^span {2}Loki http:\/\/127.0.0.1:3100 {2}1.2 s$/m);
  expect(text).toContain('Everything arrives.');
  expect(renderExamination({ ...healthy, fault: absent, isHealthy: false })).not.toContain('Everything arrives.');
});
