import { asset } from '../paths.ts';
import type { BinaryPart } from './types.ts';

/** Tells Prometheus what NATS tells on its monitoring port, which speaks JSON alone. */
export const natsExporter: BinaryPart = {
  name: 'nats-exporter',
  title: 'NATS exporter',
  version: '0.12.0',
  onPath: {
    names: ['prometheus-nats-exporter'],
    versionArgs: ['-version'],
    versionPattern: /version v?(\d+)\.(\d+)(\.\d+)/,
    atLeast: [0, 12],
    below: [1, 0],
  },
  build: {
    module: asset('compose', 'native', 'nats-exporter'),
    packages: ['github.com/nats-io/prometheus-nats-exporter'],
    binaries: ['prometheus-nats-exporter'],
    expectedSeconds: 75,
    cacheGb: 1,
  },
  listens: [{ port: 'natsExporter', purpose: "NATS's metrics" }],
  args: ({ ports }) => [
    '-addr=127.0.0.1',
    `-port=${ports.natsExporter}`,
    '-varz',
    '-healthz', // the numbers stay as they were when NATS is gone, this one goes
    `http://127.0.0.1:${ports.natsMonitor}/`, // without the slash at its end `-healthz` asks a wrong address
  ],
  env: () => ({ GOMEMLIMIT: '16MiB', GOGC: '50' }),
  healthUrl: (ports) => `http://127.0.0.1:${ports.natsExporter}/metrics`,
  endpoint: (ports) => `http://127.0.0.1:${ports.natsExporter}`,
};
