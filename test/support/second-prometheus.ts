/** A Prometheus beside the stack's, which keeps whatever it scrapes: the stack's keeps `up` alone. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDir, withOffset, type Endpoints } from '@mordomo/stack';
import { obtainParts } from '../../packages/stack/src/obtain/obtain.ts';
import { prometheus } from '../../packages/stack/src/parts/prometheus.ts';
import { kill } from './mordomo.ts';
import { until } from './poll.ts';
import { freePortOffset } from './ports.ts';

export interface SecondPrometheus extends Pick<Endpoints, 'prometheus'> {
  readonly stop: () => Promise<void>;
}

/** Starts it; it scrapes each job at its `host:port` twice a second, with the labels that the stack would give. */
export async function startSecondPrometheus(
  folder: string,
  targets: Record<string, string>,
): Promise<SecondPrometheus> {
  const [obtained] = await obtainParts([prometheus], { cacheDir: defaultCacheDir(), onProgress: console.log });
  if (obtained === undefined) throw new Error('There is no Prometheus.');
  const jobs = Object.entries(targets).map(([job, address]) => ({
    job_name: job,
    static_configs: [{ targets: [address], labels: { container: job } }],
  }));
  const config = join(folder, 'second-prometheus.yml');
  // JSON is YAML too.
  await writeFile(
    config,
    JSON.stringify({ global: { scrape_interval: '500ms', scrape_timeout: '500ms' }, scrape_configs: jobs }),
  );
  const ports = withOffset(await freePortOffset());
  const args = prometheus
    .args({ dataDir: folder, ports })
    .filter((arg) => !/^--(config\.file|storage\.tsdb\.path)/.test(arg));
  const own = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'second-prometheus')}`];
  const child = spawn(obtained.binary, [...own, ...args], { stdio: 'ignore' });
  const stop = () => kill(child, 'SIGTERM');
  try {
    await until('the second Prometheus', async () => (await fetch(prometheus.healthUrl(ports))).ok, Boolean, 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { prometheus: prometheus.endpoint(ports), stop };
}
