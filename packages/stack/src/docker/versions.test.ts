import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BINARY_PARTS, PARTS } from '../parts/index.ts';
import { asset } from '../paths.ts';
import { GRAFANA_VERSION } from './docker.ts';

test('Compose runs the versions that are built natively, and the turn pages on the Node that everything is tested on', () => {
  const text = readFileSync(asset('compose', 'compose.yaml'), 'utf8');
  const images = [...text.matchAll(/^ {2}([\w-]+):\n(?: {4}.*\n)*? {4}image: \S+:v?(\S+)$/gm)];
  const versions = Object.fromEntries(images.map(([, service, version]) => [service, version]));
  const native = BINARY_PARTS.map(({ name, version }) => [name, version]);
  const { devDependencies } = JSON.parse(readFileSync(asset('package.json'), 'utf8')) as {
    devDependencies: { node: string };
  };
  const own = {
    grafana: GRAFANA_VERSION,
    turns: `${devDependencies.node}-bookworm-slim`,
    'docker-stats': PARTS.collector.version,
  };
  expect(versions).toEqual({ ...Object.fromEntries(native), ...own });
});
