/**
 * Where the apps run: the packed packages of this repository, as their users would get them, in a folder from which Node
 * finds the installed libraries as well.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amqp } from './stand-ins/amqp.ts';
import { postgres } from './stand-ins/postgres.ts';
import { redis } from './stand-ins/redis.ts';
import { installed, nodeFolder } from '../support/installation.ts';
import { run } from '../support/run.ts';
import { generations, oldestNode, tools, type Generation } from './versions.ts';

const ownPackages = ['semconv', 'otel'];

export interface Stage {
  /** One folder for each generation of the libraries. */
  readonly folders: Readonly<Record<Generation, string>>;
  /** Where programs of this name are: esbuild and tsx. */
  readonly tool: (name: keyof typeof tools) => string;
  /** Environment variables with the ports of what stands in for servers that are not installed. */
  readonly ports: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** Builds and packs this repository, and installs what the apps need. */
export async function setStage(): Promise<Stage> {
  await run(process.execPath, ['--conditions=@mordomo/source', 'scripts/build.ts']);
  const tarballs = await pack();
  const binFolder = await nodeFolder(oldestNode);
  const folders = {} as Record<Generation, string>;
  let toolFolder = '';
  for (const generation of Object.keys(generations) as Generation[]) {
    const extra = generation === 'newest' ? tools : {};
    const installation = await installed({ ...ownDependencies(), ...generations[generation], ...extra }, binFolder);
    if (generation === 'newest') toolFolder = join(installation, 'node_modules', '.bin');
    folders[generation] = await unpack(tarballs, installation);
  }
  await rm(tarballs.folder, { recursive: true });
  const servers = standIns();
  return {
    folders,
    ports: await portsOf(servers),
    tool: (name) => join(toolFolder, name),
    remove: async () => {
      for (const server of Object.values(servers)) server.close();
      for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
    },
  };
}

const standIns = () => ({ POSTGRES_PORT: postgres(), REDIS_PORT: redis(), AMQP_PORT: amqp() });

async function portsOf(servers: Readonly<Record<string, Server>>): Promise<Record<string, string>> {
  for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
  const portOf = (server: Server): string => String((server.address() as AddressInfo).port);
  return Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, portOf(server)]));
}

/** What the packages depend on outside this repository: all of it is pinned. */
function ownDependencies(): Record<string, string> {
  const all = ownPackages.flatMap((name) => {
    const { dependencies = {} } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    return Object.entries(dependencies);
  });
  return Object.fromEntries(all.filter(([name]) => !name.startsWith('@mordomo/')));
}

interface Tarballs {
  readonly folder: string;
  readonly files: readonly string[];
}

async function pack(): Promise<Tarballs> {
  const folder = await mkdtemp(join(tmpdir(), 'mordomo-matrix-'));
  const paths = ownPackages.map((name) => `./packages/${name}`);
  const names = await run('npm', ['pack', ...paths, '--pack-destination', folder, '--loglevel=error', '--json']);
  return { folder, files: (JSON.parse(names) as { filename: string }[]).map(({ filename }) => join(folder, filename)) };
}

async function unpack({ files }: Tarballs, installation: string): Promise<string> {
  const folder = await mkdtemp(join(installation, 'run-'));
  for (const [index, tarball] of files.entries()) {
    const target = join(folder, 'node_modules', '@mordomo', ownPackages[index] ?? '');
    await mkdir(target, { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  }
  return folder;
}
