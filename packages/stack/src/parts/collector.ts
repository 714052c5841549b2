import { hostname } from 'node:os';
import { asset, dataPaths } from '../paths.ts';
import { LISTEN_HOST } from './listen.ts';
import type { BinaryPart } from './types.ts';

export const collector: BinaryPart = {
  name: 'collector',
  title: 'OpenTelemetry Collector',
  version: '0.158.0',
  onPath: {
    names: ['mordomo-collector', 'otelcol-contrib'],
    versionArgs: ['--version'],
    versionPattern: /(\d+)\.(\d+)(\.\d+)/,
    atLeast: [0, 158],
    below: [0, 159],
  },
  build: {
    module: asset('collector', 'distribution'),
    packages: ['.'],
    tags: 'grpcnotrace,remove_all_sd',
    binaries: ['mordomo-collector'],
    expectedSeconds: 216,
    cacheGb: 4,
  },
  listens: [
    { port: 'otlp', purpose: 'telemetry from the services (OTLP)' },
    { port: 'collectorHealth', purpose: "the collector's health" },
    { port: 'collectorMetrics', purpose: "the collector's own metrics" },
  ],
  // The lambda functions of its transform language, with which the configuration drops nested values, are behind this gate.
  args: () => ['--config', asset('collector', 'config.yaml'), '--feature-gates=ottl.functions.enableLambda'],
  env: ({ dataDir, ports }) => ({
    ...LISTEN_HOST,
    GOMEMLIMIT: '240MiB',
    MORDOMO_HOST_NAME: hostname(),
    MORDOMO_COLLECTOR_DATA_DIR: dataPaths(dataDir).part('collector'),
    MORDOMO_COLLECTOR_OTLP_PORT: String(ports.otlp),
    MORDOMO_COLLECTOR_HEALTH_PORT: String(ports.collectorHealth),
    MORDOMO_COLLECTOR_METRICS_PORT: String(ports.collectorMetrics),
    MORDOMO_JAEGER_OTLP_URL: `http://127.0.0.1:${ports.jaegerOtlp}`,
    MORDOMO_LOKI_URL: `http://127.0.0.1:${ports.loki}`,
    MORDOMO_PROMETHEUS_URL: `http://127.0.0.1:${ports.prometheus}`,
  }),
  healthUrl: (ports) => `http://127.0.0.1:${ports.collectorHealth}/`,
  endpoint: (ports) => `http://127.0.0.1:${ports.otlp}`,
};
