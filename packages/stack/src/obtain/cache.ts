import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BinaryPart } from '../parts/types.ts';

/** Beside the binaries of a cached part: what they must look like. */
interface Manifest {
  version: string;
  files: Record<string, { sha256: string; bytes: number; mtimeMs: number }>;
}

/** Flags that decide what a build gives; they are part of its address. */
export const GO_FLAGS = {
  ldflags: '-s -w',
  env: { CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', GOFLAGS: '-mod=readonly -trimpath' },
};

/**
 * The folder of a part's build: its address is a hash of all that goes into it. The Go version counts as the one that go.mod
 * asks for, not as the one installed: the binaries stay good on a machine whose Go was updated or removed.
 */
export function buildFolder(cacheDir: string, part: BinaryPart): string {
  const hash = createHash('sha256').update(JSON.stringify([part.build.packages, part.build.tags ?? '', GO_FLAGS]));
  hash.update(`${process.platform} ${process.arch}`);
  for (const name of sources(part.build.module))
    hash.update(`\0${name}\0`).update(readFileSync(join(part.build.module, name)));
  return join(cacheDir, 'parts', `${part.build.binaries[0]}-${part.version}-${hash.digest('hex').slice(0, 16)}`);
}

/** The folder of a part that was taken from Debian. */
export function debianFolder(cacheDir: string, part: BinaryPart): string {
  return join(cacheDir, 'parts', `${part.build.binaries[0]}-debian-${process.arch}`);
}

function sources(module: string): string[] {
  return readdirSync(module)
    .filter((name) => name.endsWith('.go') || name === 'go.mod' || name === 'go.sum')
    .sort();
}

/** Puts finished binaries into the cache, all at once: nobody ever sees half a part. */
export async function store(folder: string, version: string, files: Record<string, string>): Promise<void> {
  const work = join(dirname(folder), `.tmp-${process.pid}-${Date.now()}`);
  await mkdir(work, { recursive: true });
  try {
    const manifest: Manifest = { version, files: {} };
    for (const [name, source] of Object.entries(files)) {
      const target = join(work, name);
      await rename(source, target).catch(() => cp(source, target));
      const { size, mtimeMs } = await stat(target);
      manifest.files[name] = { sha256: await sha256(target), bytes: size, mtimeMs };
    }
    await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest, undefined, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Looks a part up. `size` and `mtime` are compared each time, the hash only where these differ, or when asked for.
 * @returns its version, `absent`, or `corrupt`
 */
export async function inspect(folder: string, thorough = false): Promise<{ version: string } | 'absent' | 'corrupt'> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  } catch {
    return (await stat(folder).catch(() => undefined)) === undefined ? 'absent' : 'corrupt';
  }
  let moved = false;
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(folder, name);
    const seen = await stat(file).catch(() => undefined);
    if (seen === undefined || seen.size !== expected.bytes) return 'corrupt';
    if (seen.mtimeMs === expected.mtimeMs && !thorough) continue;
    if ((await sha256(file)) !== expected.sha256) return 'corrupt';
    moved ||= seen.mtimeMs !== expected.mtimeMs;
    expected.mtimeMs = seen.mtimeMs;
  }
  // Copied, perhaps, but the same: spare the next look the hashing.
  if (moved) await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, undefined, 2));
  return { version: manifest.version };
}

/** Removes what interrupted runs left; call it while holding the lock. */
export async function removeLeftovers(cacheDir: string): Promise<void> {
  const parts = join(cacheDir, 'parts');
  for (const name of await readdir(parts)) {
    if (name.startsWith('.tmp-')) await rm(join(parts, name), { recursive: true, force: true });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
