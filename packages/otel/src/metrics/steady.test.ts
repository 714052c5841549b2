import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { observeProcess } from './process-metrics.ts';
import { steady } from './steady.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function setUp() {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = steady(provider.getMeter('runtime'), 10_000);
  /** The value of each instrument's only data point. */
  const collect = async (): Promise<Record<string, unknown>> => {
    const { scopeMetrics } = (await reader.collect()).resourceMetrics;
    const metrics = scopeMetrics.flatMap((scope) => scope.metrics);
    return Object.fromEntries(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]));
  };
  return { meter, collect };
}

test('a scrape does not take the longest delay away from the next push', async () => {
  const { meter, collect } = setUp();
  const delays = [5, 3, 4];
  const delay = meter.createObservableGauge('delay');
  meter.addBatchObservableCallback((result) => result.observe(delay, delays.shift() ?? 0), [delay]);
  let asked = 0;
  meter.createObservableGauge('asked').addCallback((result) => result.observe((asked += 1)));
  expect(await collect()).toEqual({ delay: 5, asked: 1 });
  vi.advanceTimersByTime(9000);
  expect(await collect()).toEqual({ delay: 5, asked: 1 });
  vi.advanceTimersByTime(1000);
  expect(await collect()).toEqual({ delay: 3, asked: 2 });
});

test('memory is the resident set beside its limit, CPU the share of one core since it was last asked and the time in all', async () => {
  const { meter, collect } = setUp();
  vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(123);
  const cpu = vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 1_500_000, system: 500_000 });
  const uptime = vi.spyOn(process, 'uptime').mockReturnValue(4);
  vi.spyOn(process, 'constrainedMemory').mockReturnValue(456);
  observeProcess(meter);
  const memory = { memory_usage: 123, memory_limit: 456 };
  expect(await collect()).toEqual({ ...memory, cpu_usage: 50, 'process.cpu.time': 2 });
  cpu.mockReturnValue({ user: 20_000_000, system: 2_000_000 });
  uptime.mockReturnValue(14);
  vi.advanceTimersByTime(10_000);
  expect(await collect()).toEqual({ ...memory, cpu_usage: 200, 'process.cpu.time': 22 });
  vi.restoreAllMocks();
});
