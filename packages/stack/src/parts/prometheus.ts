import { asset, dataPaths } from '../paths.ts';
import type { BinaryPart } from './types.ts';

export const prometheus: BinaryPart = {
  name: 'prometheus',
  title: 'Prometheus',
  version: '3.15.0',
  onPath: {
    names: ['prometheus'],
    versionArgs: ['--version'],
    versionPattern: /version (\d+)\.(\d+)(\.\d+)/,
    atLeast: [3, 15], // the first that keeps created timestamps arriving by OTLP
    below: [4, 0],
  },
  build: {
    module: asset('compose', 'native', 'prometheus'),
    packages: ['github.com/prometheus/prometheus/cmd/prometheus', 'github.com/prometheus/prometheus/cmd/promtool'],
    tags: 'netgo,remove_all_sd',
    binaries: ['prometheus', 'promtool'],
    expectedSeconds: 178,
    cacheGb: 3,
  },
  listens: [{ port: 'prometheus', purpose: 'Prometheus (metrics)' }],
  args: ({ dataDir, ports }) => [
    `--config.file=${dataPaths(dataDir).prometheusConfig}`,
    `--storage.tsdb.path=${dataPaths(dataDir).part('prometheus')}`,
    `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    '--web.enable-lifecycle', // reload by HTTP: on loopback only, so not in Compose
    '--storage.tsdb.retention.time=30d',
    '--web.enable-otlp-receiver',
    // Created timestamps: without them the first observation of a counter is no increase and means are NaN.
    '--enable-feature=exemplar-storage,created-timestamp-zero-ingestion',
    '--log.level=warn',
  ],
  env: () => ({ GOMEMLIMIT: '200MiB', GOGC: '50' }), // a house asks little: collecting twice as often saves memory
  healthUrl: (ports) => `http://127.0.0.1:${ports.prometheus}/-/ready`,
  endpoint: (ports) => `http://127.0.0.1:${ports.prometheus}`,
};
