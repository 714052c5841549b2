/** Alerts about the way of the telemetry into the backends: the services' spools, the collector and its queues. */
import type { AlertDefinition, Series } from './alert.ts';
import { memoryUsage, responseLatency, telemetryItems } from './names.ts';
import { backendLabels, ofBackend, ofService, serviceLabels } from './series.ts';

/** The collector counts spans, metric points and log records apart; one that never happened has no series. */
const anySignal = (counter: string, by: string): string =>
  ['spans', 'metric_points', 'log_records']
    .map((signal) => `sum by (${by}) (rate(${counter}_${signal}[5m]))`)
    .reduce((sum, rate) => `(${sum} + ${rate}) or ${sum} or ${rate}`);

const counted = (metric: string, values: string, extra: Record<string, string> = {}): Series => ({
  [ofBackend(metric, 'collector', extra)]: values,
});

export const collectorRefusing: AlertDefinition = {
  name: 'CollectorRefusing',
  severity: 'warning',
  notify: true,
  owner: 'stack',
  board: 'backends',
  threshold: 0,
  unit: 'per second',
  expression: (threshold) => `(${anySignal('otelcol_receiver_refused', 'job, instance')}) > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: { pt: 'O coletor recusa telemetria', en: 'The collector refuses telemetry' },
  description: {
    pt: 'Os serviços guardam o que ele recusa e tentam de novo.',
    en: 'The services keep what it refuses and try again.',
  },
  runbook: {
    causes: [
      'It is at its memory limit: a burst, or spools that drain all at once after an outage.',
      'A service sends far more than the others.',
    ],
    steps: [
      'It passes by itself within minutes after an outage.',
      'Else look for the service that sends most on “Collector & backends”.',
    ],
  },
  tests: {
    fires: {
      series: counted('otelcol_receiver_refused_log_records', '0+30x60', { receiver: 'otlp' }),
      labels: backendLabels('collector'),
      shown: '2.00/s',
    },
    quiet: [
      {
        name: 'it refused something long ago',
        series: counted('otelcol_receiver_refused_spans', '30x60', { receiver: 'otlp' }),
      },
    ],
  },
};

export const collectorFailing: AlertDefinition = {
  name: 'CollectorFailing',
  severity: 'critical',
  owner: 'stack',
  board: 'backends',
  threshold: 0,
  unit: 'per second',
  expression: (threshold) =>
    `((${anySignal('otelcol_exporter_send_failed', 'job, instance, exporter')}) > ${threshold}) or ((${anySignal('otelcol_exporter_enqueue_failed', 'job, instance, exporter')}) > ${threshold})`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: {
    pt: 'O coletor perde telemetria para {{ $labels.exporter }}',
    en: 'The collector loses telemetry for {{ $labels.exporter }}',
  },
  description: {
    pt: 'O backend rejeitou dados de vez, ou a fila em disco está cheia.',
    en: 'The backend rejected data for good, or the queue on disk is full.',
  },
  runbook: {
    causes: [
      'The backend answers 400: a value that it does not take. Such a batch is never sent again.',
      'The queue of 256 MiB is full after a long outage of the backend.',
      'The disk of the queues is full.',
    ],
    steps: [
      'The collector’s log names the answer: `logs/collector.log` in the data folder.',
      'Is the backend up? BackendDown, HighDiskUsage.',
      'A rejected value: find the service that sends it by its name in the log, and mend it there.',
    ],
  },
  tests: {
    fires: {
      series: counted('otelcol_exporter_enqueue_failed_spans', '0+15x60', { exporter: 'otlp_http/jaeger' }),
      labels: { ...backendLabels('collector'), exporter: 'otlp_http/jaeger' },
      shown: '1.00/s',
    },
    quiet: [
      {
        name: 'it failed once, long ago',
        series: counted('otelcol_exporter_send_failed_log_records', '15x60', { exporter: 'otlp_http/loki' }),
      },
    ],
  },
};

const queue = (size: number): Series => ({
  ...counted('otelcol_exporter_queue_size', `${size}x60`, { exporter: 'otlp_http/loki', data_type: 'logs' }),
  ...counted('otelcol_exporter_queue_capacity', '100x60', { exporter: 'otlp_http/loki', data_type: 'logs' }),
});

export const collectorQueueFilling: AlertDefinition = {
  name: 'CollectorQueueFilling',
  severity: 'warning',
  notify: true,
  owner: 'stack',
  board: 'backends',
  threshold: 0.5,
  unit: 'share',
  expression: (threshold) => `otelcol_exporter_queue_size / otelcol_exporter_queue_capacity > ${threshold}`,
  windowSeconds: 0,
  forSeconds: 120,
  summary: {
    pt: 'A fila do coletor para {{ $labels.exporter }} está enchendo',
    en: 'The queue of the collector for {{ $labels.exporter }} is filling',
  },
  description: {
    pt: 'O que espera está em disco. Cheia, a fila recusa dados novos.',
    en: 'What waits is on disk. Once it is full, the queue refuses new data.',
  },
  runbook: {
    causes: ['The backend is down or slow.'],
    steps: [
      'BackendDown, or the board “Collector & backends”: does the queue shrink?',
      'It drains by itself when the backend is back.',
    ],
  },
  tests: {
    fires: {
      series: queue(75),
      labels: { ...backendLabels('collector'), exporter: 'otlp_http/loki', data_type: 'logs' },
      shown: '75%',
    },
    quiet: [{ name: 'half full', series: queue(50) }],
  },
};

const silentService = {
  [ofService('up', 'whisper-asr')]: '1x60',
  [ofService('up', 'wake-word')]: '1x60',
  [ofService(memoryUsage, 'wake-word')]: '5x60',
};

export const spoolFilling: AlertDefinition = {
  name: 'SpoolFilling',
  severity: 'warning',
  notify: true,
  owner: 'every service',
  board: 'backends',
  threshold: 1,
  unit: 'count',
  expression: (threshold) => `up{container!=""} == ${threshold} unless on (job, instance) ${memoryUsage}`,
  windowSeconds: 300, // a value counts for five minutes after it came
  forSeconds: 300,
  summary: {
    pt: 'A telemetria de {{ $labels.container }} não chega',
    en: 'The telemetry of {{ $labels.container }} does not arrive',
  },
  description: {
    pt: 'O serviço responde, mas suas métricas não chegam: elas se acumulam no spool, que guarda 64 MiB.',
    en: 'The service answers but its metrics do not arrive: they pile up in its spool, which holds 64 MiB.',
  },
  runbook: {
    causes: [
      'The collector is down, or `OTEL_EXPORTER_OTLP_ENDPOINT` of the service names another address.',
      'A wrong header or certificate between the two.',
      'The service runs with `MORDOMO_SPOOL_MODE=keep` or a switched off exporter.',
    ],
    steps: [
      '`mordomo doctor -- <command of the service>` finds where it gets lost, and says what mends it.',
      '`docs/troubleshooting.md` lists each of its findings.',
    ],
  },
  tests: {
    fires: { series: silentService, labels: serviceLabels('whisper-asr'), shown: '1' },
    quiet: [
      { name: 'a service that is down sends nothing', series: { [ofService('up', 'whisper-asr')]: '0x60' } },
      {
        name: 'its metrics arrive',
        series: { [ofService('up', 'wake-word')]: '1x60', [ofService(memoryUsage, 'wake-word')]: '5x60' },
      },
    ],
  },
};

const items = (fate: string, values: string) => ({
  [ofService(telemetryItems, 'wake-word', { fate, signal: 'logs', reason: 'size' })]: values,
});

export const telemetryDropped: AlertDefinition = {
  name: 'TelemetryDropped',
  severity: 'warning',
  notify: true,
  owner: 'every service',
  board: 'backends',
  threshold: 0,
  unit: 'per second',
  expression: (threshold) =>
    `sum by (job, instance, container, signal, reason) (rate(${telemetryItems}{fate="dropped"}[5m])) > ${threshold}`,
  windowSeconds: 300,
  forSeconds: 60,
  summary: {
    pt: '{{ $labels.container }} perde telemetria ({{ $labels.signal }})',
    en: '{{ $labels.container }} loses telemetry ({{ $labels.signal }})',
  },
  description: {
    pt: 'Motivo: {{ $labels.reason }}. O mais antigo vai primeiro.',
    en: 'Reason: {{ $labels.reason }}. The oldest goes first.',
  },
  runbook: {
    causes: [
      '`size`: the spool is full after a long outage, or a loop logs without end.',
      '`age`: it lay there for over 72 h.',
      '`rejected`: the collector does not take it.',
      '`rate`: more log lines than the service may write.',
    ],
    steps: [
      'The label `reason` says which of these it is.',
      'Board of the service: which signal rose, and when?',
      '`rate` or `size` with an endless loop: mend the loop; the lines that are there show it.',
    ],
  },
  tests: {
    fires: {
      series: items('dropped', '0+15x60'),
      labels: { ...serviceLabels('wake-word'), signal: 'logs', reason: 'size' },
      shown: '1.00/s',
    },
    quiet: [
      { name: 'everything is sent', series: items('sent', '0+15x60') },
      { name: 'it dropped something long ago', series: items('dropped', '15x60') },
    ],
  },
};

const exemplars = (turnsValues: string, exemplarValues: string): Series => ({
  [ofService(`${responseLatency}_count`, 'wake-word', { device: 'sala' })]: turnsValues,
  [ofBackend('prometheus_tsdb_exemplar_exemplars_appended_total', 'prometheus')]: exemplarValues,
});

export const exemplarsMissing: AlertDefinition = {
  name: 'ExemplarsMissing',
  severity: 'warning',
  owner: 'stack',
  board: 'backends',
  threshold: 0,
  unit: 'count',
  expression: (threshold) =>
    `increase(prometheus_tsdb_exemplar_exemplars_appended_total[30m]) <= ${threshold} and on () sum(increase(${responseLatency}_count[30m])) >= 3`,
  windowSeconds: 1800,
  forSeconds: 300,
  summary: { pt: 'Métricas sem exemplares', en: 'Metrics without exemplars' },
  description: {
    pt: 'Há turnos, mas nenhum ponto leva ao seu rastro.',
    en: 'There are turns, but no point leads to its trace.',
  },
  runbook: {
    causes: [
      'Traces are off or sampled to nothing: `OTEL_TRACES_SAMPLER`.',
      '`OTEL_METRICS_EXEMPLAR_FILTER=always_off`.',
      'Prometheus runs without `--enable-feature=exemplar-storage`.',
    ],
    steps: [
      'The line that the service writes at its start says whether traces are on.',
      '`http://127.0.0.1:9090/api/v1/query_exemplars?query=stt_latency_seconds_bucket` lists those that there are.',
    ],
  },
  tests: {
    fires: { series: exemplars('0+1x300', '7x300'), labels: backendLabels('prometheus'), shown: '0' },
    quiet: [
      { name: 'exemplars arrive', series: exemplars('0+1x300', '0+1x300') },
      { name: 'nobody speaks', series: exemplars('5x300', '7x300') },
    ],
  },
};
