import { trace } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { withoutPersonal } from './content.ts';
import { now, openTurn, recordStage, runStage, turnContext } from './index.ts';
import { linesEmitted, pointsOf, reset, spansEnded } from './testing/telemetry.ts';

beforeEach(reset);

const milliseconds = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1000 + nanoseconds / 1e6;
const spanNamed = (name: string) => {
  const span = spansEnded().find((each) => each.name === name);
  if (span === undefined)
    throw new Error(
      `no span ${name}, only ${spansEnded()
        .map((each) => each.name)
        .join(', ')}`,
    );
  return span;
};

test('a stage hangs directly under the turn, even if it was started from inside another stage', async () => {
  const turn = openTurn({ device: 'kitchen' });
  await runStage('brain', () => runStage('tts', () => {}), { context: turn.context });
  turn.end('answered', { wakeDetected: now() });
  const root = spanNamed('voice.turn').spanContext();
  expect(spanNamed('voice.brain').parentSpanContext?.spanId).toBe(root.spanId);
  expect(spanNamed('voice.tts').parentSpanContext?.spanId).toBe(root.spanId);
  expect(spanNamed('voice.tts').spanContext().traceId).toBe(turn.traceId);
});

test('what a stage hands over carries the turn, not the stage', async () => {
  const turn = openTurn({ device: 'kitchen' });
  const handedOver = await runStage('stt', () => trace.getSpanContext(turnContext())?.spanId, {
    context: turn.context,
  });
  expect(handedOver).toBe(trace.getSpanContext(turn.context)?.spanId);
});

test('a stage is found in the metrics and the logs with the same values as in the trace', async () => {
  const turn = openTurn({ device: 'kitchen' });
  await runStage('stt', (stage) => stage.set({ 'voice.stt.confidence': 0.9 }), {
    context: turn.context,
    attributes: { 'voice.engine': 'pocketsphinx' },
  });
  const span = spanNamed('voice.stt');
  const seconds = (milliseconds(span.endTime) - milliseconds(span.startTime)) / 1000;
  const point = (await pointsOf('stt_latency')).find(({ attributes }) => attributes['engine'] === 'pocketsphinx');
  expect(point?.value).toMatchObject({ count: 1, sum: expect.closeTo(seconds, 3) as number });
  const line = linesEmitted().find(({ eventName }) => eventName === 'voice.stage.completed');
  expect(line?.spanContext?.spanId).toBe(span.spanContext().spanId);
  expect(line?.attributes).toMatchObject({ 'voice.stage': 'stt', 'voice.stt.confidence': 0.9 });
});

test('the first hand-over of a streamed brain ends before what follows begins', async () => {
  const turn = openTurn({ device: 'kitchen' });
  await runStage(
    'brain',
    async (brain) => {
      brain.firstHandOver();
      await runStage('tts', () => {});
    },
    { context: turn.context },
  );
  expect(milliseconds(spanNamed('voice.brain.first_sentence').endTime)).toBeLessThanOrEqual(
    milliseconds(spanNamed('voice.tts').startTime),
  );
});

test('a stage that throws says so on its span and in an error line, and throws on', async () => {
  const turn = openTurn({ device: 'kitchen' });
  const before = await pointsOf('tts_generation');
  const failing = runStage('tts', () => Promise.reject(new TypeError('no voice')), { context: turn.context });
  await expect(failing).rejects.toThrow('no voice');
  expect(spanNamed('voice.tts')).toMatchObject({
    status: { code: 2, message: 'no voice' },
    attributes: { 'error.type': 'TypeError' },
  });
  expect(linesEmitted().map(({ severityText, eventName }) => [severityText, eventName])).toContainEqual([
    'error',
    'voice.stage.failed',
  ]);
  expect(await pointsOf('tts_generation')).toEqual(before);
});

test('a stage that was found to have ended before it began has no negative length', () => {
  const turn = openTurn({ device: 'kitchen' });
  recordStage('listen', 1_000_000, { startTime: 1_000_500, context: turn.context });
  const span = spanNamed('voice.listen');
  expect(milliseconds(span.endTime)).toBe(milliseconds(span.startTime));
});

test('a turn tells its outcome and latencies once, and leaves out a latency that did not happen', async () => {
  const turn = openTurn({ device: 'hall', startTime: now() - 4000 });
  const wakeDetected = now() - 3000;
  turn.end('answered', { wakeDetected, speechEnded: wakeDetected + 1000, firstAudio: wakeDetected + 2500 });
  turn.end('timeout', { wakeDetected });
  expect(spansEnded()).toHaveLength(1);
  expect(spanNamed('voice.turn').attributes).toMatchObject({
    'voice.turn.outcome': 'answered',
    'voice.turn.wake_to_speech': 2.5,
    'voice.turn.response_latency': 1.5,
  });
  const silent = openTurn({ device: 'attic' });
  silent.end('no_speech', { wakeDetected: now() });
  const devices = (await pointsOf('voice.wake_to_speech')).map(({ attributes }) => attributes['device']);
  expect(devices).toEqual(['hall']);
});

test('transcript and speaker stay in the process unless content capture is switched on', () => {
  const said = {
    'voice.stt.transcript': 'open the door',
    'voice.speaker.id': 'maria',
    'voice.stt.transcript_length': 13,
  };
  expect(withoutPersonal(said, false)).toEqual({ 'voice.stt.transcript_length': 13 });
  expect(withoutPersonal(said, true)).toEqual(said);
});
