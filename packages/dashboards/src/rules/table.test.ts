import { expect, test } from 'vitest';
import { duration } from './alert.ts';
import { alertFiles } from './files.ts';
import { alertGroups } from './table.ts';

const alerts = alertGroups.flatMap((group) => group.alerts);

test('every alert has a name of its own, a page, and something that looks alike but is in order', () => {
  expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
  const files = Object.keys(alertFiles());
  for (const { name, tests } of alerts) {
    expect(files).toContain(`docs/runbooks/${name}.md`);
    if (name !== 'Watchdog') expect(tests.quiet.length, name).toBeGreaterThan(0);
  }
});

test('the alerts of the source documents have their names, thresholds and times', () => {
  const settled = Object.fromEntries(
    alerts.map(({ name, threshold, severity, forSeconds }) => [name, `${severity} ${threshold} ${duration(forSeconds)}`]),
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
  for (const { name, summary, description, tests } of alerts) {
    for (const { pt, en } of [summary, description]) expect([pt, en, name].every((text) => text !== '')).toBe(true);
    expect(Object.keys(tests.fires.labels), name).not.toContain('value');
  }
});

test.each([
  [0, '0s'],
  [30, '30s'],
  [90, '1m30s'],
  [3600, '1h'],
  [97_200, '1d3h'],
])('%d seconds are %s for Prometheus', (seconds, text) => expect(duration(seconds)).toBe(text));
