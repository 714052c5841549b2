/** The real stack with shorter times: minutes pass in seconds, thresholds and everything else stay as they are. */
import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { defaultCacheDir, upStack, type RunningStack } from '@mordomo/stack';
import { obtainParts } from '../../packages/stack/src/obtain/obtain.ts';
import { collector } from '../../packages/stack/src/parts/collector.ts';
import { prometheus } from '../../packages/stack/src/parts/prometheus.ts';
import { changeFile, reload } from '../support/reconfigure.ts';
import { withShorterTimes } from '../support/shorter-times.ts';

/** What becomes of an alert's window, `for` and evaluation interval. Services push every 5 s, so hours can shrink further than minutes. */
export const compressed = (seconds: number): number => seconds / (seconds > 3600 ? 120 : 10);

/** Prometheus forgets series when it closes a block: after two hours, here after a minute. A value is the last one for 5 minutes, here 30 s. */
const prometheusFlags = ['--storage.tsdb.min-block-duration=1m', '--query.lookback-delta=30s'];

/** The machine is looked at every 3 s instead of 15, and the queue before Loki holds a hundredth. */
const collectorOverlay = `
receivers: {host_metrics: {collection_interval: 3s}}
exporters: {otlp_http/loki: {sending_queue: {queue_size: 2684354}}}
`;

/** Brings it up. What is set by flags alone is given by a program of the part's name on `PATH`, which starts the real one. */
export async function upCompressed(dataDir: string, portOffset: number): Promise<RunningStack> {
  const overlay = join(dataDir, 'collector-overlay.yaml');
  const bin = join(dataDir, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(overlay, collectorOverlay);
  await wrap(bin, prometheus, prometheusFlags);
  await wrap(bin, collector, ['--config', overlay]);
  process.env['PATH'] = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const stack = await upStack({ dataDir, portOffset, way: 'native', onProgress: console.log });
  await shortenTimes(dataDir);
  await reload(stack, 'prometheus');
  await reload(stack, 'alertmanager');
  return stack;
}

async function wrap(
  bin: string,
  part: Parameters<typeof obtainParts>[0][number],
  flags: readonly string[],
): Promise<void> {
  const [obtained] = await obtainParts([part], { cacheDir: defaultCacheDir(), onProgress: console.log });
  const file = join(bin, part.onPath.names[0] ?? part.name);
  // What is built here does not know its own version.
  const script = `#!/bin/sh
case "$1" in
  --version) echo 'version ${part.version}' ;;
  --help) exec ${obtained?.binary} --help ;;
  *) exec ${obtained?.binary} "$@" ${flags.join(' ')} ;;
esac
`;
  await writeFile(file, script);
  await chmod(file, 0o755);
}

async function shortenTimes(dataDir: string): Promise<void> {
  const run = join(dataDir, 'run');
  await changeFile(join(run, 'prometheus.yml'), (text) =>
    text
      .replace('scrape_interval: 15s', 'scrape_interval: 3s')
      .replace('scrape_timeout: 5s', 'scrape_timeout: 3s')
      .replace('evaluation_interval: 15s', 'evaluation_interval: 1500ms'),
  );
  const rules = join(run, 'rules');
  await rm(rules); // a link to the real ones
  await cp('compose/config/rules', rules, { recursive: true });
  for (const name of await readdir(rules))
    await changeFile(join(rules, name), (text) => withShorterTimes(text, compressed));
  await changeFile(join(run, 'alerting', 'alertmanager.yml'), (text) => {
    const configuration = JSON.parse(text) as { route: object };
    Object.assign(configuration.route, { group_wait: '3s', group_interval: '30s' });
    return JSON.stringify(configuration);
  });
}
