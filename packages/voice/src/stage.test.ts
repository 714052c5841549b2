import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { withoutPersonal } from './content.ts';
import { now, openTurn, recordStage, runStage, startStage, streamStage, type Turn } from './index.ts';
import { milliseconds, spanNamed } from './testing/spans.ts';
import { linesEmitted, pointsOf, reset, spansEnded } from './testing/telemetry.ts';

let turn: Turn;
beforeEach(() => {
  reset();
  turn = openTurn({ device: 'kitchen' });
});

async function* sentences(): AsyncIterable<string> {
  yield 'One.';
  yield 'Two.';
}

test('a stage hangs directly under the turn, even if it was started from inside another stage', async () => {
  await runStage('brain', async () => runStage('tts', () => {}), { context: turn.context });
  turn.end('answered');
  const root = spanNamed('voice.turn').spanContext();
  expect(spanNamed('voice.brain').parentSpanContext?.spanId).toBe(root.spanId);
  expect(spanNamed('voice.tts').parentSpanContext?.spanId).toBe(root.spanId);
  expect(spanNamed('voice.tts').spanContext().traceId).toBe(turn.traceId);
});

test('a function that is no promise gives its result at once', () => {
  expect(runStage('tts', () => 7, { context: turn.context })).toBe(7);
  expect(spanNamed('voice.tts').ended).toBe(true);
  expect(() => runStage('stt', () => JSON.parse('no'), { context: turn.context })).toThrow(SyntaxError);
  expect(spanNamed('voice.stt').status.code).toBe(2);
});

test('a stage is found in the metrics and the logs with the same values as in the trace', async () => {
  runStage('stt', (stage) => stage.set({ 'voice.stt.confidence': 0.9, 'voice.audio_seconds': 2 }), {
    context: turn.context,
    attributes: { 'voice.engine': 'pocketsphinx', 'voice.language': 'en' },
  });
  const span = spanNamed('voice.stt');
  const seconds = (milliseconds(span.endTime) - milliseconds(span.startTime)) / 1000;
  const valueOf = async (name: string) =>
    (await pointsOf(name)).find(({ attributes }) => attributes['engine'] === 'pocketsphinx');
  expect(await valueOf('stt_latency')).toMatchObject({
    attributes: { engine: 'pocketsphinx', language: 'en' },
    value: { count: 1, sum: expect.closeTo(seconds, 3) as number },
  });
  expect(await valueOf('voice.audio')).toMatchObject({ value: 2 });
  expect((await valueOf('voice.real_time_factor'))?.value).toMatchObject({
    sum: expect.closeTo(seconds / 2, 3) as number,
  });
  const line = linesEmitted().find(({ eventName }) => eventName === 'voice.stage.completed');
  expect(line?.spanContext?.spanId).toBe(span.spanContext().spanId);
  expect(line?.attributes).toMatchObject({ 'voice.stage': 'stt', 'voice.stt.confidence': 0.9 });
});

test('the first hand-over of a streamed stage ends before what follows begins', async () => {
  const said = [];
  for await (const sentence of streamStage('brain', sentences, { context: turn.context }))
    said.push(runStage('tts', () => sentence, { context: turn.context }));
  expect(said).toEqual(['One.', 'Two.']);
  const first = spanNamed('voice.brain.first_sentence');
  const tts = spansEnded().filter(({ name }) => name === 'voice.tts');
  expect(milliseconds(first.endTime)).toBeLessThanOrEqual(Math.min(...tts.map((span) => milliseconds(span.startTime))));
  expect(milliseconds(spanNamed('voice.brain').endTime)).toBeGreaterThanOrEqual(
    Math.max(...tts.map((span) => milliseconds(span.endTime))),
  );
});

test('what a streamed stage does between its pieces runs in the stage', async () => {
  const inside: (string | undefined)[] = [];
  async function* source() {
    for (const piece of ['One.', 'Two.']) {
      inside.push(trace.getSpanContext(context.active())?.spanId);
      yield piece;
    }
  }
  const stream = streamStage('brain', source, { context: turn.context });
  await context.with(ROOT_CONTEXT, () => Array.fromAsync(stream));
  const brain = spanNamed('voice.brain').spanContext().spanId;
  expect(inside).toEqual([brain, brain]);
});

test('a stream that nobody takes to its end was interrupted, and lets go of its source', async () => {
  let isReleased = false;
  async function* source() {
    try {
      yield* sentences();
    } finally {
      isReleased = true;
    }
  }
  for await (const _ of streamStage('brain', source, { context: turn.context })) break;
  expect(isReleased).toBe(true);
  expect(spanNamed('voice.brain')).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
});

test('a stage that throws says so on its span and in an error line, and throws on', async () => {
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

test('a stage whose signal was aborted was interrupted: no error, and no latency', async () => {
  const before = await pointsOf('tts_generation');
  const signal = AbortSignal.abort();
  const broken = runStage('tts', async () => signal.throwIfAborted(), { context: turn.context, signal });
  await expect(broken).rejects.toThrow('aborted');
  expect(spanNamed('voice.tts')).toMatchObject({ status: { code: 0 }, attributes: { 'voice.interrupted': true } });
  expect(await pointsOf('tts_generation')).toEqual(before);
});

test('a stage that was found to have ended before it began has no negative length', () => {
  const endTime = now();
  recordStage('listen', { startTime: endTime + 500, endTime, context: turn.context });
  const span = spanNamed('voice.listen');
  expect(milliseconds(span.endTime)).toBe(milliseconds(span.startTime));
});

test('stages run beside each other, each with its own time', async () => {
  const [stt, speaker] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const running = [
    runStage('stt', () => stt.promise, { context: turn.context }),
    runStage('speaker', () => speaker.promise, { context: turn.context }),
  ];
  speaker.resolve();
  await running[1];
  stt.resolve();
  await running[0];
  expect(spansEnded().map(({ name }) => name)).toEqual(['voice.speaker', 'voice.stt']);
  expect(milliseconds(spanNamed('voice.speaker').startTime)).toBeLessThanOrEqual(
    milliseconds(spanNamed('voice.stt').endTime),
  );
});

test('an event-driven stage ends once, when its caller says so', () => {
  const stage = startStage('playback', { context: turn.context, startTime: now() - 100 });
  stage.end();
  stage.fail(new Error('too late'));
  expect(spansEnded()).toHaveLength(1);
  expect(spanNamed('voice.playback').status.code).toBe(0);
});

test('transcript, reply and speaker stay in the process unless content capture is switched on', () => {
  const said = {
    'voice.stt.transcript': 'open the door',
    'voice.brain.reply': 'The door is open.',
    'voice.speaker.id': 'maria',
    'voice.stt.transcript_length': 13,
  };
  expect(withoutPersonal(said, false)).toEqual({ 'voice.stt.transcript_length': 13 });
  expect(withoutPersonal(said, true)).toEqual(said);
});
