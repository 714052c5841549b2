import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { asset, dataPaths } from '../paths.ts';
import type { Ports } from '../ports.ts';
import { replaceFile } from '../run/state.ts';
import { alertmanagerConfiguration } from './configuration.ts';
import { readSecrets, receiverFiles, type Secrets } from './receivers.ts';

/** Where the folder of secrets is mounted in Alertmanager's container. */
const SECRETS_IN_CONTAINER = '/secrets';

/**
 * Writes what Alertmanager reads: its configuration, the texts of its messages, and the addresses that these link to.
 * @throws StackError when the disk does not take it
 */
export async function writeAlerting(dataDir: string, ports: Ports, way: 'docker' | 'native'): Promise<Secrets> {
  const { alerting, secrets: folder } = dataPaths(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secrets = await readSecrets(folder);
  const configuration = alertmanagerConfiguration(secrets, way === 'docker' ? SECRETS_IN_CONTAINER : folder);
  await replaceFile(join(alerting, 'alertmanager.yml'), configuration);
  await replaceFile(join(alerting, 'messages.tmpl'), readFileSync(asset('compose', 'config', 'messages.tmpl'), 'utf8'));
  await replaceFile(join(alerting, 'addresses.tmpl'), addresses(ports));
  return secrets;
}

/** Templates of Alertmanager see no variables, so the addresses are templates too. */
const addresses = (ports: Ports): string =>
  Object.entries({ grafana: ports.grafana, turns: ports.turns })
    .map(([name, port]) => `{{ define "mordomo.${name}" }}http://localhost:${port}{{ end }}\n`)
    .join('');

/** One sentence about who is told, and one for each way that is half set up. */
export function alertingSentences({ configured, problems }: Secrets): string[] {
  const titles = configured.map((name) => receiverFiles[name].title);
  const told =
    titles.length > 0
      ? `Alerts are sent by ${titles.join(', ')}.`
      : 'Alerts are shown, but sent to nobody: see docs/alerts.md.';
  return [told, ...problems];
}
