import { asset } from '../paths.ts';
import type { BinaryPart } from './types.ts';

export const nats: BinaryPart = {
  name: 'nats',
  title: 'NATS',
  version: '2.15.2',
  onPath: {
    names: ['nats-server'],
    versionArgs: ['--version'],
    versionPattern: /v?(\d+)\.(\d+)(\.\d+)/,
    atLeast: [2, 9],
    below: [3, 0],
  },
  build: {
    module: asset('compose', 'native', 'nats'),
    packages: ['github.com/nats-io/nats-server/v2'],
    binaries: ['nats-server'],
    expectedSeconds: 25,
    cacheGb: 1,
  },
  debian: { packageName: 'nats-server', binary: 'usr/sbin/nats-server' },
  listens: [
    { port: 'nats', purpose: 'NATS (messages between the services)' },
    { port: 'natsMonitor', purpose: "NATS's health" },
  ],
  args: ({ ports }) => ['-a', '127.0.0.1', '-p', String(ports.nats), '-m', String(ports.natsMonitor)],
  env: () => ({ GOMEMLIMIT: '64MiB' }),
  healthUrl: (ports) => `http://127.0.0.1:${ports.natsMonitor}/healthz`,
  endpoint: (ports) => `nats://127.0.0.1:${ports.nats}`,
};
