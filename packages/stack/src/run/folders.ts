import { mkdir, rm, symlink } from 'node:fs/promises';
import { diskError } from '../errors.ts';
import { asset, dataPaths, ensureWritableDir } from '../paths.ts';
import type { PartName } from '../parts/types.ts';
import type { Ports } from '../ports.ts';
import { replaceFile } from './state.ts';

const PARTS_WITH_DATA: readonly PartName[] = ['alertmanager', 'collector', 'jaeger', 'loki', 'prometheus'];

/** Makes the data folder ready: its subfolders, and what Prometheus reads beside its configuration. */
export async function prepareDataDir(dataDir: string, ports: Ports): Promise<void> {
  const paths = dataPaths(dataDir);
  await ensureWritableDir(paths.root, "the stack's data");
  try {
    for (const folder of [paths.run, paths.logs, paths.targets, ...PARTS_WITH_DATA.map(paths.part)]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    // Prometheus expands no variables; it reads targets and rules beside its configuration, so a link to that lies here.
    await link(asset('compose', 'config', 'prometheus.yml'), paths.prometheusConfig);
    await link(asset('compose', 'config', 'rules'), paths.rules);
  } catch (error) {
    throw diskError(error, 'The data folder cannot be used', paths.root);
  }
  await replaceFile(paths.backends, backendTargets(ports));
  await replaceFile(paths.alertmanagers, JSON.stringify([{ targets: [`127.0.0.1:${ports.alertmanager}`] }]));
}

async function link(target: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}

function backendTargets(ports: Ports): string {
  const backends = {
    prometheus: ports.prometheus,
    collector: ports.collectorMetrics,
    jaeger: ports.jaegerMetrics,
    loki: ports.loki,
    alertmanager: ports.alertmanager,
    nats: ports.natsExporter,
  };
  const groups = Object.entries(backends).map(([job, port]) => ({ targets: [`127.0.0.1:${port}`], labels: { job } }));
  return JSON.stringify(groups, undefined, 2);
}
