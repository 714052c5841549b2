/** The turn that most tests speak of: 5 s, streamed brain, two sentences of reply. */
import { attributes } from '@mordomo/semconv';
import { analyse } from '../analyse.ts';
import type { Telemetry, Turn } from '../model.ts';
import { logLinesOf } from '../otlp/logs.ts';
import { spansOf } from '../otlp/spans.ts';
import { noBackendAsked, noSpoolAsked } from '../sources/hops.ts';
import { logRequest, traceId, traceRequest, type LineSpec, type SpanSpec } from './otlp-builder.ts';

const stage = (id: string, service: string, startMs: number, endMs: number): SpanSpec => ({
  id,
  name: `voice.${id.replace(/#.*/, '')}`,
  service,
  startMs,
  endMs,
  stage: id.replace(/\W.*/, ''),
  parent: 'turn',
});

export const turnSpans: readonly SpanSpec[] = [
  {
    id: 'turn',
    name: 'voice.turn',
    service: 'wake-word',
    startMs: 0,
    endMs: 5000,
    attributes: { [attributes.outcome.key]: 'answered' },
  },
  stage('wake', 'wake-word', 0, 600),
  stage('listen', 'wake-word', 605, 2000),
  stage('stt', 'whisper-asr', 2010, 2305),
  stage('speaker', 'speaker-id', 2010, 2100),
  // Streams on while the first sentence is already spoken.
  stage('brain', 'mordomo-brain', 2310, 3400),
  stage('brain.first_sentence', 'mordomo-brain', 2310, 2895),
  stage('tts#1', 'tts-engine', 2900, 3100),
  stage('tts#2', 'tts-engine', 3410, 3600),
  stage('playback', 'audio-player', 3110, 4990),
  { id: 'chat', name: 'chat', service: 'mordomo-brain', startMs: 2320, endMs: 3390, parent: 'brain' },
];

const completed = { [attributes.stage.key]: 'stt', [attributes.durationSeconds.key]: '0.29512', 'thread.id': '1' };

export const turnLines: readonly LineSpec[] = [
  { service: 'wake-word', timeMs: 600, level: 'info', body: 'turn started' },
  { service: 'whisper-asr', timeMs: 2305, level: 'info', body: 'stage completed', attributes: completed },
  { service: 'tts-engine', timeMs: 3100, level: 'warn', body: 'voice is slow' },
];

/** Analyses spans and lines as if the spool held exactly them. */
export function turnOf(
  spans: readonly SpanSpec[],
  lines: readonly LineSpec[] = [],
  hops: Partial<Telemetry['hops']> = {},
): Turn {
  return analyse({
    traceId,
    source: 'spool',
    spans: spansOf(traceRequest(spans)),
    logs: logLinesOf(logRequest(lines)),
    hops: { spool: noSpoolAsked, ...noBackendAsked, ...hops },
  });
}

/** The turn of these spans, with values on its root. */
export function withRoot(values: Readonly<Record<string, number>>, specs: readonly SpanSpec[] = turnSpans): Turn {
  const turn = turnOf(specs);
  const spans = turn.spans.map((span) =>
    span === turn.root ? { ...span, attributes: { ...span.attributes, ...values } } : span,
  );
  return analyse({ ...turn, spans });
}
