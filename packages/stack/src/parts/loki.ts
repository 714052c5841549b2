import { asset, dataPaths } from '../paths.ts';
import { LISTEN_HOST } from './listen.ts';
import type { BinaryPart } from './types.ts';

export const loki: BinaryPart = {
  name: 'loki',
  title: 'Loki',
  version: '3.7.8',
  onPath: {
    names: ['loki'],
    versionArgs: ['--version'],
    versionPattern: /version (\d+)\.(\d+)(\.\d+)/,
    atLeast: [3, 5], // the first that can index log attributes
    below: [4, 0],
  },
  build: {
    module: asset('compose', 'native', 'loki'),
    packages: ['github.com/grafana/loki/v3/cmd/loki'],
    binaries: ['loki'],
    expectedSeconds: 320,
    cacheGb: 5,
  },
  listens: [
    { port: 'loki', purpose: 'Loki (logs)' },
    { port: 'lokiGrpc', purpose: "Loki's inner gRPC" },
  ],
  args: () => ['-config.file', asset('compose', 'config', 'loki.yaml'), '-config.expand-env=true'],
  env: ({ dataDir, ports }) => ({
    ...LISTEN_HOST,
    GOMEMLIMIT: '220MiB',
    GOGC: '50',
    MORDOMO_LOKI_DATA_DIR: dataPaths(dataDir).part('loki'),
    MORDOMO_LOKI_PORT: String(ports.loki),
    MORDOMO_LOKI_GRPC_PORT: String(ports.lokiGrpc),
  }),
  healthUrl: (ports) => `http://127.0.0.1:${ports.loki}/ready`,
  endpoint: (ports) => `http://127.0.0.1:${ports.loki}`,
};
