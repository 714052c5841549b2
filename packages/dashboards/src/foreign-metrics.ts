/**
 * Metrics that the house does not record itself, by the names under which Prometheus has them: the tools that write them
 * decide their names, so that they stand here once.
 */
export interface ForeignMetric<Label extends string = string> {
  readonly name: string;
  /** Who writes it. */
  readonly producer: string;
  readonly labels: readonly Label[];
  readonly brief: string;
}

const from =
  <const Common extends string>(producer: string, common: readonly Common[]) =>
  <const Label extends string>(
    name: string,
    labels: readonly Label[],
    brief: string,
  ): ForeignMetric<Common | Label> => ({ name, producer, labels: [...labels, ...common], brief });

const service = ['job', 'instance', 'container'] as const;
const part = ['job', 'instance'] as const;

const ofPrometheus = from('Prometheus', part);
const ofAlerts = from('Prometheus, for its alert rules', []);
const ofSenders = from('Prometheus, for whoever sends by OTLP', service);
const ofRules = from('the recording rules in compose/config/rules', service);
const ofHost = from('host_metrics of the collector', part);
const ofDocker = from('docker_stats of the collector, where there is Docker', service);
const ofSpans = from('span_metrics of the collector', service);
const ofCollector = from('the collector, of itself', part);
const ofAlertmanager = from('Alertmanager, of itself', part);
const ofJaeger = from('Jaeger, of itself', part);
const ofLoki = from('Loki, of itself', part);
const ofPostgres = from('prometheus-postgres-exporter, where the household has PostgreSQL', part);
const ofNats = from('the NATS exporter', [...part, 'server_id']);
const ofQdrant = from('Qdrant, where the household has one', part);
const ofServers = from('the recording rules in compose/config/rules', part);

const spanLabels = ['span_name', 'span_kind', 'status_code'] as const;
const queue = ['exporter', 'data_type'] as const;

export const foreign = {
  up: ofPrometheus('up', [], 'Whether a scrape target answers.'),
  headSeries: ofPrometheus('prometheus_tsdb_head_series', [], 'Series in memory.'),
  ingestedSamples: ofPrometheus('prometheus_tsdb_head_samples_appended_total', ['type'], 'Samples that were stored.'),
  exemplars: ofPrometheus('prometheus_tsdb_exemplar_exemplars_appended_total', [], 'Exemplars that were stored.'),
  walBytes: ofPrometheus('prometheus_tsdb_wal_storage_size_bytes', [], 'Size of the write-ahead log.'),
  residentMemory: ofPrometheus('process_resident_memory_bytes', [], 'Memory of a backend that is in RAM.'),
  ruleFailures: ofPrometheus('prometheus_rule_evaluation_failures_total', [], 'Rules that could not be evaluated.'),
  alertmanagers: ofPrometheus('prometheus_notifications_alertmanagers_discovered', [], 'Alertmanagers that it tells.'),
  failedNotices: ofAlertmanager(
    'alertmanager_notifications_failed_total',
    ['integration'],
    'Notices that nobody took.',
  ),

  alerts: ofAlerts('ALERTS', ['alertname', 'alertstate', 'severity'], 'Alerts that are pending or fire.'),
  targetInfo: ofSenders('target_info', ['service_version'], 'The resource of each sender.'),

  containerCpu: ofRules('container_cpu_usage_seconds_total', ['name'], 'CPU time of a container.'),
  containerMemory: ofRules('container_memory_usage_bytes', ['name'], 'Memory of a container.'),
  containerMemoryLimit: ofRules('container_spec_memory_limit_bytes', ['name'], 'Memory that it may take.'),

  containerNetwork: ofRules('container_network_io_bytes_total', ['name', 'direction'], 'Bytes over its network.'),
  containerDisk: ofRules(
    'container_disk_io_bytes_total',
    ['name', 'direction'],
    'Bytes that it read from and wrote to disks.',
  ),

  dockerCpu: ofDocker('container_cpu_usage_nanoseconds_total', [], 'CPU time of a container.'),
  dockerMemory: ofDocker('container_memory_usage_total_bytes', [], 'Memory of a container, without the cache.'),
  dockerMemoryLimit: ofDocker(
    'container_memory_usage_limit_bytes',
    [],
    'Memory that it may take; without a limit, that of the machine.',
  ),
  dockerReceived: ofDocker(
    'container_network_io_usage_rx_bytes_total',
    ['interface'],
    'Bytes that a container received.',
  ),
  dockerSent: ofDocker('container_network_io_usage_tx_bytes_total', ['interface'], 'Bytes that a container sent.'),
  dockerDisk: ofDocker(
    'container_blockio_io_service_bytes_recursive_total',
    ['device_major', 'device_minor', 'operation'],
    'Bytes that a container read from and wrote to disks.',
  ),
  dockerRestarts: ofDocker('container_restarts_total', [], 'How often Docker started a container again.'),

  hostCpu: ofHost('system_cpu_time_seconds_total', ['state'], 'CPU time of the machine.'),
  hostMemory: ofHost('system_memory_usage_bytes', ['state'], 'Memory of the machine.'),
  hostFilesystem: ofHost('system_filesystem_usage_bytes', ['device', 'mountpoint', 'state'], 'Space on its disks.'),
  hostNetwork: ofHost('system_network_io_bytes_total', ['device', 'direction'], 'Bytes over its network.'),
  hostDisk: ofHost('system_disk_io_bytes_total', ['device', 'direction'], 'Bytes read from and written to its disks.'),
  hostLoad: ofHost('system_cpu_load_average_5m', [], 'How many programs wanted the processor, over five minutes.'),

  natsMessages: ofServers('nats_messages_total', ['direction'], 'Messages that NATS took and gave.'),
  natsBytes: ofServers('nats_bytes_total', ['direction'], 'Bytes of messages that NATS took and gave.'),
  natsConnections: ofServers('nats_connections', [], 'Clients of NATS.'),
  natsSlowConsumers: ofServers(
    'nats_slow_consumers_total',
    [],
    'Clients that NATS sent away because they read too slowly.',
  ),
  postgresActive: ofServers('postgres_connections_active', [], 'Connections that PostgreSQL works for right now.'),
  postgresConnections: ofPostgres(
    'pg_stat_activity_count',
    ['datname', 'state'],
    'Connections to PostgreSQL, by what they do.',
  ),
  qdrantVectors: ofServers('qdrant_vectors_count', [], 'Vectors in all collections of Qdrant.'),
  qdrantCollectionVectors: ofQdrant('collections_vector_total', [], 'Vectors in all collections.'),
  natsIn: ofNats('gnatsd_varz_in_msgs', [], 'Messages that NATS took.'),
  natsOut: ofNats('gnatsd_varz_out_msgs', [], 'Messages that NATS gave.'),
  natsBytesIn: ofNats('gnatsd_varz_in_bytes', [], 'Bytes of the messages that NATS took.'),
  natsBytesOut: ofNats('gnatsd_varz_out_bytes', [], 'Bytes of the messages that NATS gave.'),
  natsClients: ofNats('gnatsd_varz_connections', [], 'Clients of NATS.'),
  natsSlowClients: ofNats('gnatsd_varz_slow_consumers', [], 'Clients that read too slowly.'),
  natsHealth: ofNats('gnatsd_healthz_status', [], '0 where NATS is in order; absent where it does not answer.'),

  spanCalls: ofSpans('traces_span_metrics_calls_total', spanLabels, 'Spans that ended.'),
  spanDuration: ofSpans('traces_span_metrics_duration_milliseconds', spanLabels, 'How long spans took.'),

  acceptedSpans: ofCollector('otelcol_receiver_accepted_spans', [], 'Spans that came in.'),
  acceptedPoints: ofCollector('otelcol_receiver_accepted_metric_points', [], 'Metric points that came in.'),
  acceptedLogs: ofCollector('otelcol_receiver_accepted_log_records', [], 'Log records that came in.'),
  refusedSpans: ofCollector('otelcol_receiver_refused_spans', [], 'Spans that were sent back.'),
  refusedPoints: ofCollector('otelcol_receiver_refused_metric_points', [], 'Metric points that were sent back.'),
  refusedLogs: ofCollector('otelcol_receiver_refused_log_records', [], 'Log records that were sent back.'),
  sentSpans: ofCollector('otelcol_exporter_sent_spans', ['exporter'], 'Spans that a backend took.'),
  sentPoints: ofCollector('otelcol_exporter_sent_metric_points', ['exporter'], 'Metric points that a backend took.'),
  sentLogs: ofCollector('otelcol_exporter_sent_log_records', ['exporter'], 'Log records that a backend took.'),
  failedSpans: ofCollector('otelcol_exporter_send_failed_spans', ['exporter'], 'Spans that no backend took.'),
  failedPoints: ofCollector('otelcol_exporter_send_failed_metric_points', ['exporter'], 'Points that no backend took.'),
  failedLogs: ofCollector('otelcol_exporter_send_failed_log_records', ['exporter'], 'Records that no backend took.'),
  notQueuedSpans: ofCollector(
    'otelcol_exporter_enqueue_failed_spans',
    ['exporter'],
    'Spans that a full queue refused.',
  ),
  notQueuedPoints: ofCollector(
    'otelcol_exporter_enqueue_failed_metric_points',
    ['exporter'],
    'Points that it refused.',
  ),
  notQueuedLogs: ofCollector('otelcol_exporter_enqueue_failed_log_records', ['exporter'], 'Records that it refused.'),
  filteredPoints: ofCollector('otelcol_processor_filter_datapoints_filtered', ['filter'], 'Points that were left out.'),
  filteredLogs: ofCollector('otelcol_processor_filter_logs_filtered', ['filter'], 'Records that were left out.'),
  queueSize: ofCollector('otelcol_exporter_queue_size', queue, 'Bytes that wait for a backend.'),
  queueCapacity: ofCollector('otelcol_exporter_queue_capacity', queue, 'Bytes that may wait for a backend.'),
  collectorMemory: ofCollector('otelcol_process_memory_rss', [], 'Memory of the collector.'),

  jaegerKeys: ofJaeger('jaeger_storage_badger_size_bytes_lsm', [], 'Size of the index of traces.'),
  lokiLines: ofLoki('loki_distributor_lines_received_total', [], 'Log lines that came in.'),
  lokiBytes: ofLoki('loki_distributor_bytes_received_total', [], 'Bytes of log lines that came in.'),
  lokiStreams: ofLoki('loki_ingester_memory_streams', [], 'Streams in memory.'),
} as const;
