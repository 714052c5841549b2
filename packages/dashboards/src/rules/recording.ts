/** Series that Prometheus computes from others: means under the histograms' names, the names of containers, and burn rates. */
import { metrics, prometheusName } from '@mordomo/semconv';
import { burnWindows, overBudgetShare, failedShare } from './burn-rate.ts';
import { budgetsBroken, llmLatency, memoryUsage, sttLatency, turns, turnVerdicts } from './names.ts';

interface RecordingRule {
  readonly record: string;
  readonly expression: string;
}

interface RecordingGroup {
  readonly name: string;
  readonly why: string;
  readonly intervalSeconds?: number;
  readonly rules: readonly RecordingRule[];
}

/** No observation in five minutes: no value (0/0 is filtered), so that nothing fires on NaN. */
const mean = (histogram: string): RecordingRule => ({
  record: histogram,
  expression: `sum by (job, instance, container) (rate(${histogram}_sum[5m])) / (sum by (job, instance, container) (rate(${histogram}_count[5m])) > 0)`,
});

/** A service is a container, whether or not an engine runs it: each is known to the boards by `name`. */
const ofContainer = (record: string, metric: string): RecordingRule => ({
  record,
  expression: `label_replace(${metric}, "name", "$1", "container", "(.+)")`,
});

const share = (record: string, some: string, all: string): RecordingRule => ({
  record,
  expression: `${some} / on () group_left () (${all} > 0)`,
});

export const recordingGroups: readonly RecordingGroup[] = [
  {
    name: 'means',
    why: 'Means over five minutes under the histograms’ own names: `stt_latency_seconds > 1` means what it says',
    rules: [mean(sttLatency), mean(llmLatency)],
  },
  {
    name: 'requests',
    why: 'Requests by the name that queries by hand expect, from the standard histogram of HTTP servers',
    rules: [{ record: 'http_requests_total', expression: 'http_server_request_duration_seconds_count' }],
  },
  {
    name: 'containers',
    why: 'What each service takes of the machine, under the names that container engines use',
    rules: [
      ofContainer('container_cpu_usage_seconds_total', prometheusName(metrics.cpuTime)),
      ofContainer('container_memory_usage_bytes', memoryUsage),
      ofContainer('container_spec_memory_limit_bytes', prometheusName(metrics.memoryLimit)),
    ],
  },
  {
    name: 'voice-budgets',
    why: 'Shares of the turns that took longer than a budget, and that failed, over the windows of the burn-rate alerts',
    intervalSeconds: 60,
    rules: burnWindows.flatMap((window) => [
      share(
        overBudgetShare(window),
        `sum by (budget) (rate(${budgetsBroken}[${window}]))`,
        `sum(rate(${turnVerdicts}[${window}]))`,
      ),
      share(
        failedShare(window),
        `sum(rate(${turns}{outcome=~"error|timeout"}[${window}]))`,
        `sum(rate(${turns}[${window}]))`,
      ),
    ]),
  },
];
