import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError } from '../errors.ts';
import type { PartDefinition } from '../parts/types.ts';
import { buildFolder, debianFolder, inspect, store } from './cache.ts';
import { buildParts, type ObtainOptions } from './build.ts';
import { obtainDebianPackages } from './debian.ts';
import { searchPath } from './search-path.ts';

export type { ObtainOptions } from './build.ts';

/** A binary that can be started. */
export interface ObtainedPart {
  part: PartDefinition;
  binary: string;
  version: string;
  /** `cache`: built by us, now or earlier. */
  origin: 'path' | 'cache' | 'debian';
}

/**
 * Obtains every part: from `PATH`, from the cache, as a Debian package, or, all remaining ones together, by building them with Go.
 * A cached binary that is damaged is replaced, with one sentence.
 * @throws StackError with one sentence: Go missing, disk full, build failed, interrupted
 */
export async function obtainParts(parts: readonly PartDefinition[], options: ObtainOptions): Promise<ObtainedPart[]> {
  await mkdir(join(options.cacheDir, 'parts'), { recursive: true }).catch((error: unknown) => {
    throw diskError(error, 'The parts cannot be kept', options.cacheDir);
  });
  const ready = new Map<PartDefinition, ObtainedPart>();
  for (const part of parts) {
    const found =
      (await fromPath(part, options)) ?? (await fromCache(part, options)) ?? (await fromDebian(part, options));
    if (found !== undefined) ready.set(part, found);
  }
  const missing = parts.filter((part) => !ready.has(part));
  if (missing.length > 0) await buildParts(missing, options);
  return parts.map((part) => ready.get(part) ?? built(part, options.cacheDir));
}

/**
 * Looks again at a part that would not start, now by its hash, and throws it away if it is damaged.
 * @returns true if it was; the next `obtainParts` gets it anew
 */
export async function discardIfDamaged({ part, binary }: ObtainedPart, cacheDir: string): Promise<boolean> {
  const folder = dirname(binary);
  if (folder !== buildFolder(cacheDir, part) && folder !== debianFolder(cacheDir, part)) return false;
  if (typeof (await inspect(folder, true)) !== 'string') return false;
  await rm(folder, { recursive: true, force: true });
  return true;
}

async function fromPath(part: PartDefinition, { onProgress }: ObtainOptions): Promise<ObtainedPart | undefined> {
  const { found, refused } = await searchPath(part);
  for (const sentence of refused) onProgress(sentence);
  return found && { part, ...found, origin: 'path' };
}

async function fromCache(
  part: PartDefinition,
  { cacheDir, onProgress }: ObtainOptions,
): Promise<ObtainedPart | undefined> {
  const places: [string, ObtainedPart['origin']][] = [[buildFolder(cacheDir, part), 'cache']];
  if (part.debian) places.push([debianFolder(cacheDir, part), 'debian']);
  for (const [folder, origin] of places) {
    const state = await inspect(folder);
    if (state === 'corrupt') onProgress(`The cached ${part.title} in ${folder} is damaged; it is obtained anew.`);
    if (typeof state !== 'string')
      return { part, binary: join(folder, part.build.binaries[0]), version: state.version, origin };
  }
  return undefined;
}

/** The embedded report needs NATS on machines without Go and Docker; where Debian's packages do not serve, Go is next. */
async function fromDebian(
  part: PartDefinition,
  { cacheDir, onProgress }: ObtainOptions,
): Promise<ObtainedPart | undefined> {
  if (!part.debian) return undefined;
  const folder = debianFolder(cacheDir, part);
  const name = part.build.binaries[0];
  try {
    const root = await obtainDebianPackages([part.debian.packageName], {
      cacheDir: join(cacheDir, 'engines'),
      onProgress,
    });
    const unpacked = join(root, part.debian.binary);
    const { found } = await searchPath(part, dirname(unpacked));
    if (!found) return undefined;
    const copy = join(cacheDir, 'parts', `.tmp-${process.pid}-${name}`);
    await cp(unpacked, copy);
    await store(folder, found.version, { [name]: copy });
    return { part, binary: join(folder, name), version: found.version, origin: 'debian' };
  } catch (error) {
    onProgress(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function built(part: PartDefinition, cacheDir: string): ObtainedPart {
  const binary = join(buildFolder(cacheDir, part), part.build.binaries[0]);
  return { part, binary, version: part.version, origin: 'cache' };
}
