import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../config.ts';
import { identify } from './resource.ts';

/** An entry file below a package.json of this content. */
function entryBelow(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mordomo-resource-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), content);
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  const entry = join(folder, 'src', 'deep', 'main.js');
  writeFileSync(entry, '');
  return entry;
}

const identifyWith = (environment: Record<string, string>, entry: string) =>
  identify(resolveConfig(environment).config, entry).resource.attributes;

test('service.name is what is stated by OTEL_SERVICE_NAME, then by the attributes, then by package.json', () => {
  const entry = entryBelow('{"name":"from-package","version":"1.2.3"}');
  const attributes = 'service.name=from-attributes,deployment.environment.name=house';
  const names = [
    { OTEL_SERVICE_NAME: 'from-name', OTEL_RESOURCE_ATTRIBUTES: attributes },
    { OTEL_RESOURCE_ATTRIBUTES: attributes },
    {},
  ].map((environment) => identifyWith(environment, entry)['service.name']);
  expect(names).toEqual(['from-name', 'from-attributes', 'from-package']);
});

test.each(['{"version":"1.0.0"}', '{"name":7}', '[]', 'no JSON'])(
  'a package.json of %s names nobody, and a name above it may',
  (content) => expect(identifyWith({}, entryBelow(content))['service.name']).toBe('unknown_service:node'),
);

test('a program in node_modules/.bin is named by its own package', () => {
  const entry = entryBelow('{"name":"tool"}');
  const link = join(entryBelow('{"name":"project"}'), '..', 'tool');
  symlinkSync(entry, link);
  expect(identifyWith({}, link)['service.name']).toBe('tool');
});

test('version, instance and container follow from name and package, unless they are stated', () => {
  const entry = entryBelow('{"name":"brain","version":"1.2.3"}');
  expect(identifyWith({}, entry)).toMatchObject({
    'service.version': '1.2.3',
    'service.instance.id': `brain@${hostname()}`,
    'container.name': 'brain',
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'telemetry.sdk.language': 'nodejs',
  });
  const stated = {
    'service.version': '9',
    'service.instance.id': 'kitchen',
    'container.name': 'box',
    'host.name': 'pi',
  };
  const written = Object.entries(stated)
    .map((pair) => pair.join('='))
    .join(',');
  expect(identifyWith({ OTEL_RESOURCE_ATTRIBUTES: written }, entry)).toMatchObject(stated);
});

test('nothing is said of persons, their folders and command lines, nor of the id of the machine', () => {
  const said = JSON.stringify(identifyWith({ OTEL_NODE_RESOURCE_DETECTORS: 'all' }, '/srv/main.js'));
  expect(said).toContain('os.type');
  for (const secret of [`"${userInfo().username}"`, process.execPath, 'process.command', 'process.owner', 'host.id']) {
    expect(said).not.toContain(secret);
  }
});

test('detectors are chosen by OTEL_NODE_RESOURCE_DETECTORS', () => {
  const entry = entryBelow('{"name":"brain"}');
  const environment = { OTEL_NODE_RESOURCE_DETECTORS: 'none', OTEL_RESOURCE_ATTRIBUTES: 'room=kitchen' };
  const attributes = identifyWith(environment, entry);
  expect(Object.keys(attributes).filter((key) => /^(?:host|process|os|room)/.test(key))).toEqual([]);
});
