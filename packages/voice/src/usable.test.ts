/** JavaScript has no types, and a bus brings what was put on it: neither may cost a turn or reach the service. */
import { diag, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { defer } from './deferred.ts';
import {
  now,
  openTurn,
  receiveStageReport,
  recordStage,
  runStage,
  sendStageReports,
  startStage,
  streamStage,
  turnContext,
} from './index.ts';
import { closeLedger } from './ledger.ts';
import { spanNamed } from './testing/spans.ts';
import { pointsOf, reset, spansEnded } from './testing/telemetry.ts';

/** The sentences since the last test; of each kind there is one in the life of a process. */
let sentences: string[] = [];
const ignored = () => {};
diag.setLogger({
  error: ignored,
  warn: (...parts) => void sentences.push(parts.map(String).join(' ')),
  info: ignored,
  debug: ignored,
  verbose: ignored,
});
beforeEach(() => {
  reset();
  sentences = [];
});

/** What a type would forbid. */
const untyped = (value: unknown): never => value as never;

test('a report that is none is left out, is said once, and the turn ends as if it had not come', () => {
  const turn = openTurn({ device: 'kitchen' });
  const wake = now();
  for (const garbage of [null, 7, 'text', [], undefined, true]) receiveStageReport(untyped(garbage), turn.context);
  receiveStageReport({ stage: 'stt', startTime: wake, endTime: wake + 100 }, turn.context);
  turn.mark('speech_ended', wake);
  turn.mark('playback_started', wake + 200);
  turn.end('answered');
  expect(spanNamed('voice.turn').attributes).toMatchObject({
    'voice.turn.outcome': 'answered',
    'voice.turn.unattributed': expect.closeTo(0.1) as number,
  });
  expect(sentences).toEqual(['@mordomo/voice: a stage report of this kind is not used: null is no report.']);
});

test.each([
  ['stage', undefined, 'a stage report without a known stage is not used: undefined is none of wake, listen,'],
  ['startTime', 'soon', 'a stage report with such a startTime is not used: "soon" is no time in milliseconds'],
  ['endTime', null, 'a stage report with such an endTime is not used: null is no time in milliseconds'],
  ['endTime', 0, ''], // said above
  ['startTime', now() + 1000, 'a stage report that ends before it begins is not used: endTime'],
])('a report whose %s is %s is left out with a sentence', (field, value, sentence) => {
  const turn = openTurn({ device: 'kitchen' });
  const report = { stage: 'brain', startTime: now(), endTime: now(), location: 'cloud', costUsd: 1, [field]: value };
  receiveStageReport(untyped(report), turn.context);
  turn.end('answered');
  expect(spanNamed('voice.turn').attributes).not.toHaveProperty('voice.cost_usd');
  expect(sentences.join()).toContain(sentence);
  expect(sentences.length).toBeLessThan(2);
});

test('of a report that is half usable the other half is left out, each with a sentence', () => {
  const turn = openTurn({ device: 'kitchen' });
  const time = now();
  const report = { stage: 'brain', startTime: time, endTime: time };
  const milestones = { first_token: time, first_sentence: 'x', final_transcript: NaN, opened: 5 };
  receiveStageReport(untyped({ ...report, location: 'moon', costUsd: -1, milestones }), turn.context);
  receiveStageReport(untyped({ ...report, milestones: 'none', costUsd: 0.5 }), turn.context);
  turn.end('answered');
  const { attributes } = spanNamed('voice.turn');
  expect(attributes['voice.cost_usd']).toBe(0.5);
  expect(Object.keys(attributes).filter((key) => key.startsWith('voice.milestone.'))).toEqual([
    'voice.milestone.first_token',
  ]);
  expect(sentences.map((sentence) => sentence.split(':')[1])).toEqual([
    ' the milestone first_sentence is not used',
    ' the milestone final_transcript is not used',
    ' a milestone that is not known is not used',
    ' the location of a stage report is not used',
    ' the costUsd of a stage report is not used',
    ' the list of milestones of a stage report is not used',
  ]);
});

test('a report is taken from the active context, and without a turn’s it is left out with a sentence', () => {
  const turn = openTurn({ device: 'kitchen' });
  const report = { stage: 'brain', startTime: now(), endTime: now(), costUsd: 2 } as const;
  const within = startStage('playback', { context: turn.context });
  for (const none of [null, {}, 'turn', ROOT_CONTEXT]) receiveStageReport(report, untyped(none));
  expect(sentences).toEqual([expect.stringContaining('a stage report is not used: no context of a turn came with it')]);
  runStage('tts', () => receiveStageReport(report), { context: within.context });
  turn.end('answered');
  expect(spanNamed('voice.turn').attributes['voice.cost_usd']).toBe(2);
});

test('a turn is opened with what can be used', () => {
  const before = now();
  const links = [null, { to: null, as: 'follows' }, { to: {}, as: 'follows' }];
  for (const options of [undefined, null, { device: 5, links: null, conversation: {}, startTime: 'now' }, { links }])
    openTurn(untyped(options)).end('answered');
  expect(spansEnded().map((turn) => [turn.attributes['voice.device'], turn.links])).toEqual(
    Array.from({ length: 4 }, () => ['unknown', []]),
  );
  expect(spansEnded().every(({ startTime: [seconds] }) => seconds >= Math.floor(before / 1000))).toBe(true);
  expect(sentences.map((sentence) => sentence.split(':')[1])).toEqual([
    ' the device of a turn is not used',
    ' such a startTime of a turn is not used',
    ' the conversation of a turn is not used',
    ' what a turn links to is not used',
    ' a link of a turn is not used',
  ]);
});

test('a turn ends whatever it is ended with, and no stranger becomes a label', async () => {
  openTurn({ device: 'gate' }).end(untyped('blah<script>'));
  for (const how of [null, 'text', { error: null }, { error: 'text' }, { interruptedAt: 'x' }])
    openTurn({ device: 'gate' }).end('error', untyped(how));
  expect(spansEnded().map(({ attributes }) => attributes['voice.turn.outcome'])).toEqual(
    Array.from({ length: 6 }, () => 'error'),
  );
  const labels = (await pointsOf('voice.turns')).map(({ attributes }) => attributes);
  expect(labels.filter(({ device }) => device === 'gate')).toEqual([{ outcome: 'error', device: 'gate' }]);
  expect(sentences).toEqual([
    expect.stringMatching(/the outcome of a turn is not used: "blah<script>" is none of .* it is taken for error\./),
    expect.stringContaining('the error of a turn is not used: null is no Error'),
    expect.stringContaining('such an interruptedAt of a turn is not used: "x" is no time'),
  ]);
});

test('a time in seconds lies years before the turn: it feeds no latency', async () => {
  const turn = openTurn({ device: 'garage' });
  turn.mark('speech_ended', now() / 1000);
  turn.mark('wake_detected', now() - 25 * 3600 * 1000);
  turn.mark('playback_started');
  turn.end('answered');
  const latencies = await Promise.all(['voice.response_latency', 'voice.wake_to_speech'].map(pointsOf));
  expect(latencies.flat().map(({ attributes }) => attributes['device'])).not.toContain('garage');
  expect(sentences).toEqual([
    expect.stringMatching(/the milestone speech_ended is not used: [\d.]+ is more than a day away, not milliseconds/),
    expect.stringContaining('the milestone wake_detected is not used'),
  ]);
});

test('a stage without usable times is not recorded, and begins, marks and ends now where it runs', () => {
  const { context } = openTurn({ device: 'kitchen' });
  for (const times of [{ startTime: NaN, endTime: NaN }, { startTime: now() }, { startTime: 1, endTime: 2 }, null])
    recordStage('stt', untyped(times && { ...times, context }));
  expect(spansEnded()).toEqual([]);
  const stage = startStage('stt', { context, startTime: NaN });
  stage.mark('speech_ended', NaN);
  stage.end(Infinity);
  expect(spanNamed('voice.stt').duration[0]).toBeLessThan(60);
  expect(sentences.map((sentence) => sentence.split(':')[1])).toEqual([
    ' a stage of such a time is not used',
    ' such a startTime of a stage is not used',
    ' such an end of a stage is not used',
  ]);
});

test('what is no stage runs, and is told to nobody', async () => {
  const { context } = openTurn({ device: 'kitchen' });
  const nope = untyped('nope');
  expect(runStage(nope, (running) => (running.mark('first_token'), 7), { context })).toBe(7);
  expect(
    await Array.fromAsync(
      streamStage(
        nope,
        async function* () {
          yield 1;
        },
        { context },
      ),
    ),
  ).toEqual([1]);
  startStage(nope, { context }).end();
  recordStage(nope, { startTime: now(), endTime: now(), context });
  expect(runStage('stt', () => 8, untyped(null))).toBe(8);
  expect(runStage('stt', () => 9, { context: untyped({}) })).toBe(9);
  expect(trace.getSpanContext(turnContext(untyped({})))).toBeUndefined();
  expect(spansEnded().map(({ name }) => name)).toEqual(['voice.stt', 'voice.stt']);
  expect(sentences).toEqual([
    expect.stringContaining('a stage that is not known is not used: "nope" is none of wake, listen,'),
    expect.stringContaining('what a stage is to run with is not used: null is no object'),
    expect.stringContaining('the context of a stage is not used: an object is no context; the active one is taken'),
  ]);
});

test('a bus that refuses a report later, and telemetry that fails later, do not end the service', async () => {
  const elsewhere = (): Context => {
    const { context } = openTurn({ device: 'kitchen' });
    closeLedger(context); // as if it had been opened in another process
    return context;
  };
  sendStageReports(() => Promise.reject(new Error('the bus is gone')));
  runStage('stt', () => 1, { context: elsewhere() });
  defer(() => {
    throw new Error('no exporter');
  });
  expect(spansEnded().map(({ name }) => name)).toEqual(['voice.stt']);
  await expect.poll(() => sentences).toHaveLength(2);
});
