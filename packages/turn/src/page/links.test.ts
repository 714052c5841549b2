import { expect, test } from 'vitest';
import { traceId } from '../testing/otlp-builder.ts';
import { turnOf, turnSpans } from '../testing/turns.ts';
import { linksOf } from './links.ts';

const turn = turnOf(turnSpans);

interface Panes {
  readonly turn: {
    readonly datasource: string;
    readonly queries: readonly Record<string, unknown>[];
    readonly range: { from: string; to: string };
  };
}

test('a turn is linked to Jaeger and, where there is a Grafana, to its views of trace, logs and metrics', () => {
  const [jaeger, ...views] = linksOf(turn, { jaeger: 'http://home:16686/', grafana: 'http://home:3000' });
  expect(jaeger?.url).toBe(`http://home:16686/trace/${traceId}`);
  const panes = views.map(({ url }) => {
    expect(url).toMatch(/^http:\/\/home:3000\/explore\?/);
    return JSON.parse(new URL(url).searchParams.get('panes') ?? '') as Panes;
  });
  expect(panes.map((pane) => pane.turn.datasource)).toEqual(['jaeger', 'loki', 'prometheus']);
  expect(panes[0]?.turn.queries[0]).toMatchObject({ query: traceId });
  expect(panes[1]?.turn.queries[0]).toMatchObject({ expr: `{container=~".+"} | trace_id="${traceId}"` });
  expect(panes[2]?.turn.queries[0]?.['expr']).toContain('voice_response_latency_seconds_bucket');
  for (const { range } of panes.map((pane) => pane.turn)) {
    expect(Number(range.from)).toBeLessThan(Number(turn.startNs / 1_000_000n));
    expect(Number(range.to)).toBeGreaterThan(Number(turn.startNs / 1_000_000n) + turn.durationMs);
  }
});

test('what is not running is not linked to', () => {
  expect(linksOf(turn, {})).toEqual([]);
  expect(linksOf(turn, { jaeger: 'http://home:16686' })).toHaveLength(1);
});
