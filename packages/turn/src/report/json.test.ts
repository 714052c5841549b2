import { expect, test } from 'vitest';
import { turnLines, turnOf, turnSpans } from '../testing/turns.ts';
import { turnToJson } from './json.ts';

test('the report as data has what other programs rely on', () => {
  const report = turnToJson(turnOf(turnSpans, turnLines), { transcriptMatched: true, timings: { spoken: 1200 } });
  expect(report).toMatchObject({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    source: 'spool',
    services: ['wake-word', 'whisper-asr', 'speaker-id', 'mordomo-brain', 'tts-engine', 'audio-player'],
    unattributedMs: 20,
    wakeToSpeechMs: 2510,
    rootSelfMs: 45,
    orphans: 0,
    transcriptMatched: true,
    hops: { jaeger: { spans: 0 }, loki: { lines: 0 }, prometheus: { series: 0, exemplars: 0 } },
    timings: { spoken: 1200 },
  });
  expect(report.stages[4]).toEqual({
    stage: 'brain',
    service: 'mordomo-brain',
    startMs: 2310,
    durationMs: 1090,
    onCriticalPathMs: 585,
  });
  expect(report.logs[2]).toEqual({ timeMs: 3100, service: 'tts-engine', level: 'warn', body: 'voice is slow' });
});

test('what is unknown is null, and everything survives JSON', () => {
  const report = turnToJson(turnOf(turnSpans.filter(({ id }) => id !== 'playback')));
  expect(report).toMatchObject({ wakeToSpeechMs: null, unattributedMs: null, transcriptMatched: null, timings: {} });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
