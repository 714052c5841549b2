/** A Docker daemon of the test's own, with images made from the native binaries: nothing can be pulled where tests run. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultCacheDir, asset } from '../../src/paths.ts';
import { obtainParts } from '../../src/obtain/obtain.ts';
import { PARTS } from '../../src/parts/index.ts';
import type { BinaryPart } from '../../src/parts/types.ts';
import { until } from '../../../../test/support/poll.ts';

/** Why Compose cannot be run here, in one line; undefined if it can. */
export function whyNoDaemon(): string | undefined {
  if (process.getuid?.() !== 0) return 'Compose not run: starting a Docker daemon takes root';
  const missing = ['docker', 'dockerd', 'tar'].find((name) => spawnSync('which', [name]).status !== 0);
  return missing === undefined ? undefined : `Compose not run: ${missing} is not installed`;
}

/** Compose is built like the parts, where Docker has no plugin for it. */
const composePlugin: BinaryPart = {
  ...PARTS.jaeger,
  title: 'Docker Compose',
  version: '2.40.3',
  onPath: { ...PARTS.jaeger.onPath, names: [] },
  build: {
    module: asset('compose', 'native', 'compose-cli'),
    packages: ['github.com/docker/compose/v2/cmd'],
    binaries: ['docker-compose'],
    expectedSeconds: 120,
    cacheGb: 2,
  },
};

/** Where each upstream image keeps its program, by the names in compose.yaml. */
const images = [
  { part: PARTS.collector, image: 'otel/opentelemetry-collector-contrib:0.158.0', programs: ['/otelcol-contrib'] },
  { part: PARTS.jaeger, image: 'jaegertracing/jaeger:2.13.0', programs: ['/cmd/jaeger/jaeger-linux'] },
  { part: PARTS.prometheus, image: 'prom/prometheus:v3.15.0', programs: ['/bin/prometheus', '/bin/promtool'] },
  { part: PARTS.alertmanager, image: 'prom/alertmanager:v0.31.1', programs: ['/bin/alertmanager', '/bin/amtool'] },
  { part: PARTS.loki, image: 'grafana/loki:3.7.8', programs: ['/usr/bin/loki'] },
  { part: PARTS.nats, image: 'nats:2.15.2', programs: ['/nats-server'] },
  {
    part: PARTS['nats-exporter'],
    image: 'natsio/prometheus-nats-exporter:0.12.0',
    programs: ['/usr/local/bin/prometheus-nats-exporter'],
  },
];

/** Of a folder, a change and the image's name. */
const importImage = 'tar -C "$1" -c . | docker import --change "$2" - "$3"';

export interface TestDaemon {
  readonly stop: () => Promise<void>;
}

/** Starts a daemon and points this process's Docker client at it. */
export async function startDaemon(onProgress: (line: string) => void): Promise<TestDaemon> {
  const root = mkdtempSync(join(tmpdir(), 'mordomo-docker-'));
  const socket = `unix://${root}/docker.sock`;
  const folders = [
    '--data-root',
    join(root, 'data'),
    '--exec-root',
    join(root, 'exec'),
    '--pidfile',
    join(root, 'pid'),
  ];
  const daemon = spawn('dockerd', ['--host', socket, ...folders], { stdio: 'ignore' });
  process.env['DOCKER_HOST'] = socket;
  process.env['DOCKER_CONFIG'] = root;
  const stop = () => stopDaemon(daemon, root);
  try {
    const answers = async () => spawnSync('docker', ['version']).status;
    await until('the Docker daemon', answers, (status) => status === 0, 60_000);
    await installCompose(root, onProgress);
    await makeImages(root, onProgress);
    makeNodeImage(root);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function installCompose(root: string, onProgress: (line: string) => void): Promise<void> {
  if (spawnSync('docker', ['compose', 'version']).status === 0) return;
  const obtained = await obtainParts([composePlugin], { cacheDir: defaultCacheDir(), onProgress });
  mkdirSync(join(root, 'cli-plugins'));
  for (const { binary } of obtained) copyFileSync(binary, join(root, 'cli-plugins', 'docker-compose'));
}

/** Our own builds are static; others need libraries that an image of one file does not have. */
function builtOnly(part: BinaryPart): BinaryPart {
  return { ...part, debian: undefined, onPath: { ...part.onPath, names: [] } };
}

async function makeImages(root: string, onProgress: (line: string) => void): Promise<void> {
  const parts = images.map(({ part }) => builtOnly(part));
  const obtained = await obtainParts(parts, { cacheDir: defaultCacheDir(), onProgress });
  for (const [index, { image, programs }] of images.entries()) {
    const files = join(root, 'image');
    const folder = dirname(obtained[index]?.binary ?? '');
    for (const [position, program] of programs.entries()) {
      const binary = obtained[index]?.part.build.binaries[position] ?? '';
      mkdirSync(join(files, dirname(program)), { recursive: true });
      copyFileSync(join(folder, binary), join(files, program));
    }
    const entry = `ENTRYPOINT ["${programs[0] ?? ''}"]`;
    execFileSync('sh', ['-c', importImage, 'sh', files, entry, image]);
    rmSync(files, { recursive: true });
  }
}

/** Node as Debian's image has it: with a shell, a way to make a link, and the libraries of all three. */
function makeNodeImage(root: string): void {
  const files = join(root, 'image');
  const programs = { [process.execPath]: '/usr/local/bin/node', '/bin/sh': '/bin/sh', '/bin/ln': '/bin/ln' };
  for (const [from, to] of Object.entries(programs)) {
    const libraries = execFileSync('ldd', [from], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
    for (const [source, target] of [[from, to], ...libraries.map((library) => [library, library])] as const) {
      mkdirSync(join(files, dirname(target)), { recursive: true });
      copyFileSync(source, join(files, target));
    }
  }
  const path = 'ENV PATH=/usr/local/bin:/bin';
  execFileSync('sh', ['-c', importImage, 'sh', files, path, `node:${process.versions.node}-bookworm-slim`]);
  rmSync(files, { recursive: true });
}

async function stopDaemon(daemon: ChildProcess, root: string): Promise<void> {
  daemon.kill('SIGTERM');
  await until(
    'the end of the daemon',
    async () => daemon.exitCode ?? daemon.signalCode,
    (end) => end !== null,
    30_000,
  );
  // Network namespaces of containers may stay mounted for a moment.
  if (existsSync(join(root, 'exec'))) spawnSync('umount', ['-R', join(root, 'exec', 'netns', 'default')]);
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
