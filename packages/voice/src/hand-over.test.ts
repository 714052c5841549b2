import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { beforeEach, expect, test } from 'vitest';
import { flushDeferred } from './deferred.ts';
import { closeLedger } from './ledger.ts';
import {
  now,
  openTurn,
  receiveStageReport,
  runStage,
  sendStageReports,
  turnContext,
  type StageReport,
} from './index.ts';
import { spanNamed } from './testing/spans.ts';
import { reset } from './testing/telemetry.ts';

propagation.setGlobalPropagator(new W3CTraceContextPropagator());
beforeEach(reset);

/** Sends a context over a wire, as NATS or HTTP headers. */
function overTheWire(context: Context): Context {
  const headers: Record<string, string> = {};
  propagation.inject(context, headers, defaultTextMapSetter);
  return propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
}

test('what a stage hands over carries the turn, not the stage', () => {
  const turn = openTurn({ device: 'kitchen' });
  const handedOver = runStage('stt', () => trace.getSpanContext(turnContext())?.spanId, { context: turn.context });
  expect(handedOver).toBe(trace.getSpanContext(turn.context)?.spanId);
});

test('a stage in another process hangs under the turn, also behind spans of clients and servers', () => {
  const turn = openTurn({ device: 'kitchen' });
  const tracer = trace.getTracer('http');
  const client = tracer.startSpan('POST', {}, turn.context);
  const received = overTheWire(trace.setSpan(turn.context, client));
  const server = tracer.startSpan('POST /ask', {}, received);
  runStage('brain', () => {}, { context: trace.setSpan(received, server) });
  expect(spanNamed('voice.brain').parentSpanContext).toMatchObject({
    traceId: turn.traceId,
    spanId: trace.getSpanContext(turn.context)?.spanId,
  });
});

test('a trace that is not a turn’s is left as it is', () => {
  const span = trace.getTracer('cron').startSpan('nightly');
  const context = trace.setSpan(ROOT_CONTEXT, span);
  expect(turnContext(context)).toBe(context);
  runStage('tts', () => {}, { context });
  expect(spanNamed('voice.tts').parentSpanContext?.spanId).toBe(span.spanContext().spanId);
});

test('the report of a stage in another process reaches the turn, once it is sent home', () => {
  const turn = openTurn({ device: 'kitchen' });
  const wake = now() - 2000;
  turn.mark('wake_detected', wake);
  turn.mark('speech_ended', wake + 500);
  turn.mark('playback_started', wake + 1500);
  const sent: [StageReport, Context][] = [];
  receiveStageReport({ stage: 'brain', startTime: wake + 600, endTime: wake + 1400, location: 'cloud' }, turn.context);
  turn.end('answered');
  expect(spanNamed('voice.turn').attributes).toMatchObject({
    'voice.turn.slowest_part': 'brain',
    'voice.turn.unattributed': expect.closeTo(0.2) as number,
  });
  sendStageReports((report, context) => void sent.push([report, overTheWire(context)]));
  runStage('brain', () => {}, { context: turn.context, attributes: { 'voice.brain.location': 'local' } });
  flushDeferred();
  expect(sent).toMatchObject([
    [{ stage: 'brain', location: 'local', milestones: { first_sentence: expect.any(Number) as number } }, {}],
  ]);
  expect(JSON.parse(JSON.stringify(sent[0]?.[0]))).toEqual(sent[0]?.[0]);
});

test('a report that cannot be sent does not disturb the stage', () => {
  sendStageReports(() => {
    throw new Error('the bus is gone');
  });
  const turn = openTurn({ device: 'kitchen' });
  closeLedger(turn.context); // as if it had been opened elsewhere
  expect(runStage('stt', () => 'done', { context: turn.context })).toBe('done');
  expect(flushDeferred).not.toThrow();
});
