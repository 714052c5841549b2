/** What goes wrong on the way of the telemetry: the collector, its queues, and the backends behind them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { holdPart, releasePart } from '@mordomo/stack';
import * as otlp from '../../../packages/stack/test/support/otlp.ts';
import { until } from '../../support/poll.ts';
import type { Fault } from '../fault.ts';
import type { Surroundings } from './service.ts';

const logger = 'attic';

/** So old that the collector takes them and throws them away: Loki is to be spared. A request is 1.4 MB, and takes ten times of it in memory. */
const oldLines = otlp.logs(
  logger,
  Array.from({ length: 60_000 }, () => ({ timeUnixNano: '1' })),
);
const atOnce = 20;

export const burst = ({ stack }: Surroundings): Fault => ({
  what: `${atOnce} programs send requests of 60 000 log lines to the collector at once, until its memory limit is reached`,
  alerts: { CollectorRefusing: { job: 'collector' } },
  async seed() {
    const send = () => otlp.post(stack.endpoints.otlp, 'logs', oldLines).catch(() => undefined);
    const isRefused = async () => {
      const answers = await Promise.all(Array.from({ length: atOnce }, send));
      return answers.some((answer) => answer?.ok === false);
    };
    await until('a refused request', isRefused, Boolean, 60_000);
    return async () => {};
  },
});

const chatterMs = 500;

export const lokiDown = ({ dataDir, stack, cleanUp }: Surroundings): Fault => ({
  what: 'Loki is killed and kept down, while a program writes so much that the queue before it is full',
  alerts: {
    BackendDown: { job: 'loki' },
    CollectorQueueFilling: { exporter: 'otlp_http/loki' },
    CollectorFailing: { exporter: 'otlp_http/loki' },
  },
  async seed() {
    await holdPart(dataDir, 'loki');
    const lines = otlp.logs(
      logger,
      Array.from({ length: 1000 }, () => otlp.logLine('x'.repeat(100), 9, otlp.traceId())),
    );
    const writing = setInterval(
      () => void otlp.post(stack.endpoints.otlp, 'logs', lines).catch(() => undefined),
      chatterMs,
    );
    cleanUp.defer(() => clearInterval(writing));
    return async () => {
      clearInterval(writing);
      await releasePart(dataDir, 'loki');
    };
  },
});

const floodSeries = 110_000;
const perRequest = 5_000;
const floodEveryMs = 10_000;

export const labelFlood = ({ stack, cleanUp }: Surroundings): Fault => ({
  what: `a program puts an id into a label: ${floodSeries} series`,
  alerts: { HighCardinality: { job: 'prometheus' } },
  async seed() {
    const end = new AbortController();
    cleanUp.defer(() => end.abort());
    const flooding = flood(stack.endpoints.otlp, end.signal);
    flooding.catch(() => {}); // awaited when it is mended
    return async () => {
      end.abort();
      await flooding; // Prometheus forgets the series with its next block
    };
  },
});

async function flood(otlpUrl: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (let first = 0; first < floodSeries && !signal.aborted; first += perRequest) {
      const point = (_: unknown, index: number) => ({
        asDouble: 1,
        timeUnixNano: otlp.nanos(),
        attributes: [otlp.text('id', String(first + index))],
      });
      const dataPoints = Array.from({ length: perRequest }, point);
      const request = otlp.metrics(logger, [{ name: 'boxes', gauge: { dataPoints } }]);
      await until(
        'a request that is taken',
        () => otlp.post(otlpUrl, 'metrics', request),
        ({ ok }) => ok,
        60_000,
      );
    }
    await sleep(floodEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
