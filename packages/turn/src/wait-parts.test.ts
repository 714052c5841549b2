import { attributes, type WaitPart } from '@mordomo/semconv';
import { describe, expect, test } from 'vitest';
import { analyse } from './analyse.ts';
import type { Turn } from './model.ts';
import type { SpanSpec } from './testing/otlp-builder.ts';
import { turnOf, turnSpans, withRoot } from './testing/turns.ts';

const partsOf = ({ wait }: Turn): Partial<Record<WaitPart, number>> =>
  Object.fromEntries(wait?.parts.map(({ part, durationMs }) => [part, Math.round(durationMs * 10) / 10]) ?? []);

test('the wait counts from the end of the speech to the first audio, and every moment of it belongs to one part', () => {
  const turn = withRoot({ [attributes.speechEndedAt.key]: 1.6, [attributes.playbackStartedAt.key]: 3.12 });
  expect(turn.wait).toMatchObject({ since: 'speech', startMs: 1600, endMs: 3120 });
  expect(partsOf(turn)).toEqual({ brain: 585, endpointing: 400, stt: 295, tts: 200, unattributed: 30, playback: 10 });
  expect(turn.wait?.parts[0]?.part).toBe('brain');
  expect(turn.wait?.stretches.map(({ part }) => part)).toEqual([
    'endpointing',
    'unattributed',
    'stt',
    'unattributed',
    'brain',
    'unattributed',
    'tts',
    'unattributed',
    'playback',
  ]);
});

test('where nobody noted the end of the speech it counts from the latency, else from what is known', () => {
  expect(withRoot({ [attributes.responseLatency.key]: 1.5 }).wait).toMatchObject({ since: 'speech', startMs: 1610 });
  expect(turnOf(turnSpans).wait).toMatchObject({ since: 'listen', startMs: 2000 });
  expect(turnOf(turnSpans.filter(({ id }) => id !== 'listen')).wait).toMatchObject({ since: 'wake', startMs: 600 });
});

test('nobody waited for a reply that was not heard', () => {
  const turn = turnOf(turnSpans.filter(({ id }) => id !== 'playback'));
  expect(turn.wait).toBeUndefined();
  expect(turn.budgets).toEqual([]);
});

describe('budgets', () => {
  test('are the defaults where the turn noted none, and what is over one broke it', () => {
    const slow = turnSpans.map((span) => slower(span, 'stt', 300));
    const uses = Object.fromEntries(turnOf(slow).budgets.map((use) => [use.name, use]));
    expect(uses['stt']).toMatchObject({ budgetMs: 500, isBroken: true });
    expect(uses['brain_local']).toEqual({ name: 'brain_local', budgetMs: 600, tookMs: 585, isBroken: false });
    expect(uses['tts']?.tookMs).toBe(200); // the first sentence, not the second
  });

  test('are those of the deployment where the turn noted them, and its own verdict holds', () => {
    const turn = withRoot({});
    const noted = { [attributes.budgets.key]: 'stt=0.1,tts=3', [attributes.overBudget.key]: ['stt', 'response'] };
    const spans = turn.spans.map((span) =>
      span === turn.root ? { ...span, attributes: { ...span.attributes, ...noted } } : span,
    );
    const { budgets } = analyse({ ...turn, spans });
    expect(budgets.filter(({ isBroken }) => isBroken).map(({ name, budgetMs }) => [name, budgetMs])).toEqual([
      ['stt', 100],
    ]);
  });

  test('of the brain depend on where it thought', () => {
    const cloud = turnSpans.map((span): SpanSpec =>
      span.stage === 'brain' ? { ...span, attributes: { [attributes.location.key]: 'cloud' } } : span,
    );
    const names = turnOf(cloud).budgets.map(({ name }) => name);
    expect(names).toContain('brain_cloud');
    expect(names).not.toContain('brain_local');
  });
});

describe('with the clock of any service 5 ms ahead or behind', () => {
  const services = [...new Set(turnSpans.map(({ service }) => service))];
  const slowed = ['stt', 'brain', 'tts'] as const;
  const cases = slowed.flatMap((slow) =>
    services.flatMap((service) => [-5, 5].map((skewMs) => ({ slow, service, skewMs }))),
  );

  test.each(cases)('the slowest part is still $slow: $service, $skewMs ms', ({ slow, service, skewMs }) => {
    const delayMs = 800;
    const turn = turnOf(turnSpans.map((span) => skewed(slower(span, slow, delayMs), service, skewMs)));
    const truth = turnOf(turnSpans.map((span) => slower(span, slow, delayMs)));
    expect(turn.wait?.parts[0]?.part).toBe(slow);
    const error = Math.abs((partsOf(turn)[slow] ?? 0) - (partsOf(truth)[slow] ?? 0));
    expect(error).toBeLessThanOrEqual(0.05 * truth.durationMs);
    expect(error).toBeLessThanOrEqual(5);
  });
});

/** A stage takes longer, and all that comes after it begins later. */
function slower(span: SpanSpec, slow: string, delayMs: number): SpanSpec {
  const ends = { stt: 2305, brain: 2895, tts: 3100 }[slow] ?? 0;
  const isSlow = span.stage === slow && !span.id.includes('#2');
  const startMs = span.startMs >= ends ? span.startMs + delayMs : span.startMs;
  return { ...span, startMs, endMs: isSlow || span.endMs > ends ? span.endMs + delayMs : span.endMs };
}

const skewed = (span: SpanSpec, service: string, skewMs: number): SpanSpec =>
  span.service === service ? { ...span, startMs: span.startMs + skewMs, endMs: span.endMs + skewMs } : span;
