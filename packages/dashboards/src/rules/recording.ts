/** Series that Prometheus computes from others: means under the histograms' names, the names of containers, and burn rates. */
import { metrics, prometheusName } from '@mordomo/semconv';
import { foreign, type ForeignMetric } from '../foreign-metrics.ts';
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
const ofContainer = (record: ForeignMetric, expression: string): RecordingRule => ({
  record: record.name,
  expression: `label_replace(${expression}, "name", "$1", "container", "(.+)")`,
});

/** What Docker tells of a container; of a process that is in none that Docker tells of, what it tells itself. Never both. */
const once = (ofDocker: string, ofProcess: string): string =>
  `${ofDocker} or ${ofProcess} unless on (container) ${ofDocker}`;

const sumOfContainer = (selector: string): string => `sum by (job, instance, container) (${selector})`;
const towards = (direction: string, expression: string): string =>
  `label_replace(${expression}, "direction", "${direction}", "", "")`;

const sumOf = (expression: string): string => `sum by (job, instance) (${expression})`;

/** Of NATS while it answers: its exporter goes on to tell the last numbers of one that is gone. */
const whileNatsAnswers = (metric: ForeignMetric): string =>
  sumOf(`${metric.name} and on (job, instance) ${foreign.natsHealth.name}`);

const bothWays = (record: ForeignMetric, into: ForeignMetric, outOf: ForeignMetric): RecordingRule[] =>
  Object.entries({ in: into, out: outOf }).map(([direction, metric]) => ({
    record: record.name,
    expression: towards(direction, whileNatsAnswers(metric)),
  }));

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
    why: 'What each container or service takes of the machine, under the names that container engines use',
    rules: [
      ofContainer(foreign.containerCpu, once(`${foreign.dockerCpu.name} / 1e9`, prometheusName(metrics.cpuTime))),
      ofContainer(foreign.containerMemory, once(foreign.dockerMemory.name, memoryUsage)),
      ofContainer(
        foreign.containerMemoryLimit,
        once(foreign.dockerMemoryLimit.name, prometheusName(metrics.memoryLimit)),
      ),
      ofContainer(foreign.containerNetwork, towards('receive', sumOfContainer(foreign.dockerReceived.name))),
      ofContainer(foreign.containerNetwork, towards('transmit', sumOfContainer(foreign.dockerSent.name))),
      ofContainer(
        foreign.containerDisk,
        towards('read', sumOfContainer(`${foreign.dockerDisk.name}{operation=~"(?i)read"}`)),
      ),
      ofContainer(
        foreign.containerDisk,
        towards('write', sumOfContainer(`${foreign.dockerDisk.name}{operation=~"(?i)write"}`)),
      ),
    ],
  },
  {
    name: 'nats',
    why: 'What NATS tells of itself, under names that say what they count',
    rules: [
      ...bothWays(foreign.natsMessages, foreign.natsIn, foreign.natsOut),
      ...bothWays(foreign.natsBytes, foreign.natsBytesIn, foreign.natsBytesOut),
      { record: foreign.natsConnections.name, expression: whileNatsAnswers(foreign.natsClients) },
      { record: foreign.natsSlowConsumers.name, expression: whileNatsAnswers(foreign.natsSlowClients) },
    ],
  },
  {
    name: 'servers',
    why: 'What the household’s own servers tell, under the names that the boards know; by their upstreams they have others',
    rules: [
      { record: foreign.postgresActive.name, expression: sumOf(`${foreign.postgresConnections.name}{state="active"}`) },
      { record: foreign.qdrantVectors.name, expression: sumOf(foreign.qdrantCollectionVectors.name) },
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
