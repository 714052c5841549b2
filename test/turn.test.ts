/** One spoken request, found as one turn in Jaeger, Prometheus and Loki. */
import { services, stages } from '@mordomo/semconv';
import { endpointsOf, type Endpoints } from '@mordomo/stack';
import type { TurnJson } from '@mordomo/turn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jaegerSpans, lokiLabels, lokiQuery, prometheusExemplars, prometheusQuery } from './support/backends.ts';
import { demo, succeed, temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';

let data: Awaited<ReturnType<typeof temporaryFolder>>;
let endpoints: Endpoints;

/** What each run says: another voice, command and slow stage every time. */
const requests = [
  { voice: 'slt', say: 'turn on the kitchen lights', delay: 'stt=150' },
  { voice: 'rms', say: 'set the bedroom temperature to twenty one degrees', delay: 'brain=200' },
  { voice: 'awb', say: 'tell me a story about the moon', delay: 'tts=120' },
] as const;
const turns: TurnJson[] = [];

beforeAll(async () => {
  data = await temporaryFolder();
  await succeed(['up', '--detach', '--data', data.path, '--port-offset', String(await freePortOffset())]);
  const found = endpointsOf(data.path);
  if (found === undefined) throw new Error('the stack is up but has no endpoints');
  endpoints = found;
  turns.push(
    await demo(data.path, ['--voice', requests[0].voice, '--say', requests[0].say, '--delay', requests[0].delay]),
  );
});

afterAll(async () => {
  await succeed(['down', '--data', data.path]);
  await data.remove();
});

describe('after the first turn', () => {
  test('the queries of the boards give true, finite values', async () => {
    // increase() extrapolates by half the time between two samples: with only two of them, one detection is 1.5.
    await until(
      'one detection of the wake word',
      () => prometheusQuery(endpoints, 'increase(wake_word_detections_total[24h])'),
      ([sample]) => Math.round(Number(sample?.value[1])) === 1,
    );
    const latency = await prometheusQuery(
      endpoints,
      'rate(stt_latency_seconds_sum[5m]) / rate(stt_latency_seconds_count[5m])',
    );
    const stt = turns[0]?.stages.find(({ stage }) => stage === 'stt');
    expect(Number(latency[0]?.value[1])).toBeCloseTo((stt?.durationMs ?? 0) / 1000, 1);
  });

  test('every voice metric is there under its name, with job, instance and container', async () => {
    const names = [
      'wake_word_detections_total',
      'stt_latency_seconds_bucket',
      'stt_latency_seconds_sum',
      'stt_latency_seconds_count',
      'llm_requests_total',
      'llm_latency_seconds_bucket',
      'llm_latency_seconds_sum',
      'llm_latency_seconds_count',
      'tts_generation_seconds_bucket',
      'tts_generation_seconds_sum',
      'tts_generation_seconds_count',
      'active_conversations',
      'events_published_total',
      'voice_wake_to_speech_seconds_bucket',
      'voice_response_latency_seconds_bucket',
      'voice_turns_total',
    ];
    for (const name of names) {
      const [sample] = await until(
        name,
        () => prometheusQuery(endpoints, name),
        ({ length }) => length > 0,
      );
      expect(sample?.metric).toMatchObject({
        job: expect.stringMatching(/./) as string,
        instance: expect.stringContaining('@') as string,
        container: sample?.metric['job'],
      });
    }
  });

  test('speech-to-text and the brain have exemplars whose trace is in Jaeger', async () => {
    for (const metric of ['stt_latency_seconds_bucket', 'llm_latency_seconds_bucket']) {
      const series = await until(
        metric,
        () => prometheusExemplars(endpoints, metric),
        ({ length }) => length > 0,
      );
      const traceIds = series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels['trace_id'] ?? ''));
      expect(traceIds).toContain(turns[0]?.traceId);
      expect(await jaegerSpans(endpoints, traceIds[0] ?? '')).not.toEqual([]);
    }
  });

  test('Prometheus knows which services are up, by their own pages', async () => {
    await until(
      'every service is a target',
      async () => (await prometheusQuery(endpoints, 'up')).map(({ metric }) => metric['job']),
      (jobs) => services.every((service) => jobs.includes(service)),
    );
  });
});

describe('each turn', () => {
  beforeAll(async () => {
    for (const { voice, say, delay } of requests.slice(1)) {
      turns.push(await demo(data.path, ['--voice', voice, '--say', say, '--delay', delay]));
    }
  });

  test('is one trace over at least six services, with every stage in its order and no orphan', () => {
    for (const turn of turns) {
      expect(turn.services.length).toBeGreaterThanOrEqual(6);
      expect(turn.orphans).toBe(0);
      expect(turn.transcriptMatched).toBe(true);
      expect(new Set(turn.stages.map(({ stage }) => stage))).toEqual(new Set(stages));
      const order = ['wake', 'listen', 'stt', 'brain', 'tts', 'playback'];
      const starts = order.map((name) => turn.stages.find(({ stage }) => stage === name)?.startMs ?? Number.NaN);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  test('explains the wait: at most a tenth of it has no stage, at most a tenth of the turn is its own', () => {
    for (const { unattributedMs, wakeToSpeechMs, rootSelfMs, durationMs } of turns) {
      expect(unattributedMs).toBeLessThanOrEqual((wakeToSpeechMs ?? 0) * 0.1);
      expect(rootSelfMs).toBeLessThanOrEqual(durationMs * 0.1);
    }
  });

  test('shows the stage that was made slow', () => {
    for (const [index, { delay }] of requests.entries()) {
      const [stage = '', milliseconds = ''] = delay.split('=');
      const longest = Math.max(
        ...(turns[index]?.stages ?? []).filter((each) => each.stage === stage).map(({ durationMs }) => durationMs),
      );
      expect({ stage, longest }).toMatchObject({
        longest: expect.toSatisfy((ms: number) => ms >= Number(milliseconds)) as number,
      });
    }
  });

  test('has its stages directly under the turn in Jaeger, and no link within the trace', async () => {
    for (const { traceId } of turns) {
      const spans = await jaegerSpans(endpoints, traceId);
      const root = spans.find(({ name }) => name === 'voice.turn');
      const stageSpans = spans.filter(({ name }) => name.startsWith('voice.') && name !== 'voice.turn');
      expect(stageSpans.map(({ parentSpanId }) => parentSpanId)).toEqual(stageSpans.map(() => root?.spanId));
      expect(spans.flatMap(({ links = [] }) => links)).toEqual([]);
    }
  });

  test('keeps what was said and who said it to itself', async () => {
    for (const [index, { traceId }] of turns.entries()) {
      const telemetry = JSON.stringify([
        await jaegerSpans(endpoints, traceId),
        await lokiQuery(endpoints, `{container=~".+"} | trace_id="${traceId}"`),
      ]);
      expect(telemetry).not.toContain(requests[index]?.say);
      expect(telemetry).not.toMatch(/speaker[._]id|stt[._]transcript\\?"/);
    }
  });
});

describe('Loki', () => {
  test('answers by container, and by container and trace', async () => {
    const traceId = turns[0]?.traceId ?? '';
    expect(await lokiQuery(endpoints, '{container="whisper-asr"}')).not.toEqual([]);
    const streams = await lokiQuery(endpoints, `{container="mordomo-brain"} | trace_id="${traceId}"`);
    expect(streams.flatMap(({ values }) => values.map(([, line]) => line))).toContain('stage completed');
  });

  test('has exactly the four labels', async () => {
    expect(await lokiLabels(endpoints)).toEqual(['container', 'instance', 'job', 'level']);
  });
});
