import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PARTS } from '../parts/index.ts';
import { asset } from '../paths.ts';
import { GRAFANA_VERSION } from './docker.ts';

test('Compose runs the versions that are built natively', () => {
  const text = readFileSync(asset('compose', 'compose.yaml'), 'utf8');
  const images = [...text.matchAll(/^ {2}(\w+):\n(?: {4}.*\n)*? {4}image: \S+:v?(\S+)$/gm)];
  const versions = Object.fromEntries(images.map(([, service, version]) => [service, version]));
  const native = Object.values(PARTS).map(({ name, version }) => [name, version]);
  expect(versions).toEqual({ ...Object.fromEntries(native), grafana: GRAFANA_VERSION });
});
