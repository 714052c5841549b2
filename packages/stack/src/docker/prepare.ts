import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { alertingSentences, writeAlerting } from '../alerting/write.ts';
import { dataPaths, repliesDirOf } from '../paths.ts';
import { withOffset } from '../ports.ts';
import { prepareDataDir } from '../run/folders.ts';
import { removeEmptyTables } from '../parts/jaeger-store.ts';
import { writeServerTargets } from '../run/servers.ts';
import { readOptional, replaceFile } from '../run/state.ts';
import { containerUser } from './compose.ts';

/** Makes the data folder ready for containers: their folders, their owner, and Grafana's password. */
export async function prepareForDocker(
  dataDir: string,
  portOffset: number,
  onProgress: (line: string) => void,
): Promise<void> {
  await prepareDataDir(dataDir, withOffset(portOffset));
  for (const sentence of await writeServerTargets(dataDir)) onProgress(sentence);
  const paths = dataPaths(dataDir);
  const secrets = await writeAlerting(dataDir, withOffset(portOffset), 'docker');
  for (const sentence of alertingSentences(secrets)) onProgress(sentence);
  await removeEmptyTables(join(paths.part('jaeger'), 'keys'));
  for (const folder of [paths.part('grafana'), repliesDirOf(dataDir)])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  await keepGrafanaPassword(paths.grafanaPassword, onProgress);
  if (process.getuid?.() !== 0) return;
  // Root's containers run as somebody else, who must own what they write and read.
  for (const folder of ['alertmanager', 'collector', 'jaeger', 'prometheus', 'loki', 'grafana', 'replies', 'secrets'])
    await giveAway(paths.part(folder));
  await giveAway(paths.grafanaPassword);
  await chmod(paths.targets, 0o755);
}

/** The password that is given, else the one of last time, else a new one. Grafana takes it when it begins its database. */
export async function keepGrafanaPassword(file: string, onProgress: (line: string) => void): Promise<void> {
  const given = process.env['GRAFANA_PASSWORD'] ?? '';
  if (given !== '') return await replaceFile(file, given, 0o600);
  if ((await readOptional(file)) !== undefined) return;
  await replaceFile(file, randomBytes(18).toString('base64url'), 0o600);
  onProgress(`Grafana's password for the user admin was generated; it is in ${file}.`);
}

async function giveAway(path: string): Promise<void> {
  const { uid, gid } = containerUser();
  await chown(path, uid, gid);
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  for (const entry of entries) await chown(join(path, entry), uid, gid);
}
