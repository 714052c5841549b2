import { context, trace } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { now, openTurn, recordStage } from './index.ts';
import { milliseconds, spanNamed } from './testing/spans.ts';
import { linesEmitted, pointsOf, reset, spansEnded } from './testing/telemetry.ts';

beforeEach(reset);

/** A turn in which everything took a known time; gives the moment of the wake word. */
function answeredTurn(device: string, brainMs = 300) {
  const wake = now() - 6000;
  const turn = openTurn({ device, startTime: wake - 500, conversation: 'c1' });
  const stage = (name: 'stt' | 'brain' | 'tts' | 'playback', from: number, to: number) =>
    recordStage(name, { startTime: wake + from, endTime: wake + to, context: turn.context });
  turn.mark('wake_detected', wake);
  turn.mark('speech_ended', wake + 1000);
  turn.mark('endpoint_decided', wake + 1450);
  stage('stt', 1450, 1600);
  stage('brain', 1600, 1600 + brainMs);
  stage('tts', 1600 + brainMs, 1700 + brainMs);
  turn.mark('playback_started', wake + 1700 + brainMs);
  stage('playback', 1700 + brainMs, 4000);
  turn.mark('playback_ended', wake + 4000);
  return turn;
}

test('a turn tells its outcome, latencies, milestones and verdict once', async () => {
  const turn = answeredTurn('hall');
  turn.end('answered');
  turn.end('timeout');
  const root = spanNamed('voice.turn');
  expect(root.attributes).toMatchObject({
    'voice.device': 'hall',
    'gen_ai.conversation.id': 'c1',
    'voice.turn.outcome': 'answered',
    'voice.turn.wake_to_speech': expect.closeTo(2) as number,
    'voice.turn.response_latency': expect.closeTo(1) as number,
    'voice.turn.endpointing_delay': expect.closeTo(0.45) as number,
    'voice.turn.unattributed': expect.closeTo(0) as number,
    'voice.turn.verdict': 'acceptable',
    'voice.turn.slowest_part': 'endpointing',
    'voice.turn.over_budget': [],
    'voice.milestone.wake_detected': expect.closeTo(0.5) as number,
    'voice.milestone.final_transcript': expect.closeTo(2.1) as number,
    'voice.milestone.first_sentence': expect.closeTo(2.4) as number,
    'voice.milestone.playback_ended': expect.closeTo(4.5) as number,
  });
  const valueOf = async (name: string, labels: object) =>
    (await pointsOf(name)).find(({ attributes }) => JSON.stringify(attributes) === JSON.stringify(labels))?.value;
  expect(await valueOf('voice.turns', { outcome: 'answered', device: 'hall' })).toBe(1);
  expect(await valueOf('voice.response_latency', { device: 'hall' })).toMatchObject({ count: 1 });
  expect(await valueOf('voice.critical_path', { part: 'brain' })).toMatchObject({
    sum: expect.closeTo(0.3) as number,
  });
  expect(await valueOf('voice.turn.verdicts', { verdict: 'acceptable' })).toBe(1);
  expect(await valueOf('voice.budget.limit', { budget: 'stt' })).toBe(0.5);
  expect(linesEmitted().map(({ eventName }) => eventName)).toContain('voice.turn.ended');
});

test('a turn names the budgets that it broke, and so do the metrics', async () => {
  answeredTurn('attic', 1200).end('answered');
  expect(spanNamed('voice.turn').attributes).toMatchObject({
    'voice.turn.verdict': 'slow',
    'voice.turn.slowest_part': 'brain',
    'voice.turn.over_budget': ['brain_local', 'response'],
  });
  const broken = (await pointsOf('voice.budget.broken')).map(({ attributes }) => attributes['budget']);
  expect(broken).toEqual(['brain_local', 'response']);
});

test('what did not happen in a turn is absent, never 0', async () => {
  const turn = openTurn({ device: 'cellar' });
  turn.mark('wake_detected');
  turn.end('no_speech');
  expect(Object.keys(spanNamed('voice.turn').attributes)).toEqual([
    'voice.device',
    'voice.turn.outcome',
    'voice.milestone.wake_detected',
  ]);
  for (const name of ['voice.wake_to_speech', 'voice.response_latency', 'voice.endpointing_delay'])
    expect((await pointsOf(name)).map(({ attributes }) => attributes['device'])).not.toContain('cellar');
});

test('a turn that interrupts another is a trace of its own and links to it', async () => {
  const interrupted = openTurn({ device: 'porch' });
  const wake = now();
  const next = openTurn({ device: 'porch', links: [{ to: interrupted, as: 'interrupts' }] });
  interrupted.mark('playback_ended', wake + 120);
  interrupted.end('interrupted', { interruptedAt: wake });
  next.end('answered');
  const [first, second] = spansEnded();
  expect(second?.spanContext().traceId).not.toBe(first?.spanContext().traceId);
  expect(second?.links).toMatchObject([
    { context: { traceId: interrupted.traceId }, attributes: { 'voice.link': 'interrupts' } },
  ]);
  const reaction = (await pointsOf('voice.barge_in.reaction')).find(
    ({ attributes }) => attributes['device'] === 'porch',
  );
  expect(reaction?.value).toMatchObject({ count: 1, sum: expect.closeTo(0.12) as number });
});

test('a turn that failed says why', () => {
  openTurn({ device: 'den' }).end('error', { error: new TypeError('no brain') });
  expect(spanNamed('voice.turn')).toMatchObject({
    status: { code: 2, message: 'no brain' },
    attributes: { 'voice.turn.outcome': 'error', 'error.type': 'TypeError' },
  });
});

test('a turn begins when the user began to speak, and is in no trace that happened to be active', () => {
  const startTime = now() - 800;
  const elsewhere = trace.getTracer('test').startSpan('elsewhere');
  context.with(trace.setSpan(context.active(), elsewhere), () =>
    openTurn({ device: 'hall', startTime }).end('no_speech'),
  );
  const root = spanNamed('voice.turn');
  expect(milliseconds(root.startTime)).toBeCloseTo(startTime, 1);
  expect(root.parentSpanContext).toBeUndefined();
  expect(root.spanContext().traceId).not.toBe(elsewhere.spanContext().traceId);
});
