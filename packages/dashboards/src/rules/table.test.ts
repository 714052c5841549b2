import { expect, test } from 'vitest';
import { duration } from './alert.ts';
import { alertFiles } from './files.ts';
import { alertGroups } from './table.ts';

const alerts = alertGroups.flatMap((group) => group.alerts);

test('every alert has a name of its own, a page, and something that looks alike but is in order', () => {
  expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
  const files = Object.keys(alertFiles());
  expect(files).toEqual(expect.arrayContaining(alerts.map(({ name }) => `docs/runbooks/${name}.md`)));
  const alwaysFires = alerts.filter(({ tests }) => tests.quiet.length === 0);
  expect(alwaysFires.map(({ name }) => name)).toEqual(['Watchdog']);
});

test('the alerts of the source documents have their names, thresholds and times', () => {
  const settled = Object.fromEntries(
    alerts.map(({ name, threshold, severity, forSeconds }) => [
      name,
      `${severity} ${threshold} ${duration(forSeconds)}`,
    ]),
  );
  expect(settled).toMatchObject({
    STT_HighLatency: 'warning 1 1m',
    LLM_HighLatency: 'warning 2 1m',
    LLM_Down: 'critical 1 30s',
    HighMemoryUsage: 'warning 0.85 2m',
    HighCpuUsage: 'warning 80 5m',
    HighDiskUsage: 'critical 0.9 1m',
    ContainerDown: 'critical 1 0s',
    HighErrorRate: 'critical 0.05 5m',
    HighLatency: 'warning 1 5m',
  });
});

test('what a rule says for people has both languages, and no number stands in a label', () => {
  const texts = alerts.flatMap(({ summary, description }) => [summary.pt, summary.en, description.pt, description.en]);
  expect(texts).not.toContain('');
  expect(alerts.flatMap(({ tests }) => Object.keys(tests.fires.labels))).not.toContain('value');
});

test.each([
  [0, '0s'],
  [30, '30s'],
  [90, '1m30s'],
  [3600, '1h'],
  [97_200, '1d3h'],
])('%d seconds are %s for Prometheus', (seconds, text) => expect(duration(seconds)).toBe(text));
