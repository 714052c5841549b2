/** What the process takes of the machine. */
import { metrics as names, type MetricDefinition } from '@mordomo/semconv';
import type { Meter } from '@opentelemetry/api';

/** Observes memory and CPU. `cpu_usage` covers the time since it was last asked, at first since the process began. */
export function observeProcess(meter: Meter): void {
  const gauge = ({ name, unit, brief: description }: MetricDefinition) =>
    meter.createObservableGauge(name, { unit, description });
  const memory = gauge(names.memoryUsage);
  const cpu = gauge(names.cpuUsage);
  let before = { cpuSeconds: 0, seconds: 0 };
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(memory, process.memoryUsage.rss());
      const { user, system } = process.cpuUsage();
      const now = { cpuSeconds: (user + system) / 1e6, seconds: process.uptime() };
      result.observe(cpu, (100 * (now.cpuSeconds - before.cpuSeconds)) / (now.seconds - before.seconds));
      before = now;
    },
    [memory, cpu],
  );
}
