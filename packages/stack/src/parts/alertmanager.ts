import { join } from 'node:path';
import { asset, dataPaths } from '../paths.ts';
import type { BinaryPart } from './types.ts';

export const alertmanager: BinaryPart = {
  name: 'alertmanager',
  title: 'Alertmanager',
  version: '0.31.1',
  onPath: {
    names: ['alertmanager'],
    versionArgs: ['--version'],
    versionPattern: /version (\d+)\.(\d+)(\.\d+)/,
    atLeast: [0, 31], // the first that reads the chat's id from a file
    below: [1, 0],
  },
  build: {
    module: asset('compose', 'native', 'alertmanager'),
    packages: ['github.com/prometheus/alertmanager/cmd/alertmanager', 'github.com/prometheus/alertmanager/cmd/amtool'],
    binaries: ['alertmanager', 'amtool'],
    expectedSeconds: 60,
    cacheGb: 1,
  },
  listens: [{ port: 'alertmanager', purpose: 'Alertmanager (notices to people)' }],
  args: ({ dataDir, ports }) => [
    `--config.file=${join(dataPaths(dataDir).alerting, 'alertmanager.yml')}`,
    `--storage.path=${dataPaths(dataDir).part('alertmanager')}`,
    `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
    '--cluster.listen-address=', // alone, so it needs no port to talk to others
    '--enable-feature=receiver-name-in-metrics', // a test notice is told from others by its receiver
    '--log.level=warn',
  ],
  env: () => ({ GOMEMLIMIT: '48MiB' }),
  healthUrl: (ports) => `http://127.0.0.1:${ports.alertmanager}/-/ready`,
  endpoint: (ports) => `http://127.0.0.1:${ports.alertmanager}`,
};
