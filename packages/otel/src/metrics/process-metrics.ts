/** What the process takes of the machine. */
import { metrics as names, type MetricDefinition } from '@mordomo/semconv';
import type { Meter } from '@opentelemetry/api';
import { totalmem } from 'node:os';

/** Observes memory and CPU. `cpu_usage` covers the time since it was last asked, at first since the process began. */
export function observeProcess(meter: Meter): void {
  const described = ({ unit, brief: description }: MetricDefinition) => ({ unit, description });
  const gauge = (metric: MetricDefinition) => meter.createObservableGauge(metric.name, described(metric));
  const memory = gauge(names.memoryUsage);
  const limit = gauge(names.memoryLimit);
  const cpu = gauge(names.cpuUsage);
  const cpuTime = meter.createObservableCounter(names.cpuTime.name, described(names.cpuTime));
  const limitBytes = memoryLimitBytes();
  let before = { cpuSeconds: 0, seconds: 0 };
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(memory, process.memoryUsage.rss());
      result.observe(limit, limitBytes);
      const { user, system } = process.cpuUsage();
      const now = { cpuSeconds: (user + system) / 1e6, seconds: process.uptime() };
      result.observe(cpu, (100 * (now.cpuSeconds - before.cpuSeconds)) / (now.seconds - before.seconds));
      result.observe(cpuTime, now.cpuSeconds);
      before = now;
    },
    [memory, limit, cpu, cpuTime],
  );
}

/** Without a limit the system tells 0, or a number that no machine has. */
function memoryLimitBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
