import { join } from 'node:path';
import { asset, dataPaths } from '../paths.ts';
import { LISTEN_HOST } from './listen.ts';
import type { BinaryPart } from './types.ts';
import { removeEmptyTables } from './jaeger-store.ts';

export const jaeger: BinaryPart = {
  name: 'jaeger',
  title: 'Jaeger',
  version: '2.13.0',
  onPath: {
    names: ['jaeger'],
    versionArgs: ['version'],
    versionPattern: /v?(\d+)\.(\d+)(\.\d+)/,
    atLeast: [2, 13],
    below: [2, 21], // later ones lack the search API that Grafana's data source calls
  },
  build: {
    module: asset('compose', 'native', 'jaeger'),
    packages: ['github.com/jaegertracing/jaeger/cmd/jaeger'],
    binaries: ['jaeger'],
    expectedSeconds: 230,
    cacheGb: 4,
  },
  listens: [
    { port: 'jaeger', purpose: 'Jaeger (traces)' },
    { port: 'jaegerOtlp', purpose: 'traces on their way into Jaeger' },
    { port: 'jaegerGrpc', purpose: "Jaeger's queries by gRPC" },
    { port: 'jaegerHealth', purpose: "Jaeger's health" },
    { port: 'jaegerMetrics', purpose: "Jaeger's own metrics" },
  ],
  args: () => ['--config', asset('compose', 'config', 'jaeger.yaml')],
  env: ({ dataDir, ports }) => ({
    ...LISTEN_HOST,
    GOMEMLIMIT: '160MiB',
    MORDOMO_JAEGER_DATA_DIR: dataPaths(dataDir).part('jaeger'),
    MORDOMO_JAEGER_PORT: String(ports.jaeger),
    MORDOMO_JAEGER_OTLP_PORT: String(ports.jaegerOtlp),
    MORDOMO_JAEGER_GRPC_PORT: String(ports.jaegerGrpc),
    MORDOMO_JAEGER_HEALTH_PORT: String(ports.jaegerHealth),
    MORDOMO_JAEGER_METRICS_PORT: String(ports.jaegerMetrics),
    MORDOMO_PROMETHEUS_URL: `http://127.0.0.1:${ports.prometheus}`,
  }),
  beforeStart: ({ dataDir }) => removeEmptyTables(join(dataPaths(dataDir).part('jaeger'), 'keys')),
  healthUrl: (ports) => `http://127.0.0.1:${ports.jaegerHealth}/status`,
  endpoint: (ports) => `http://127.0.0.1:${ports.jaeger}`,
};
