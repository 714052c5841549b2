import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError } from '../errors.ts';
import type { BinaryPart, PartDefinition } from '../parts/types.ts';
import { buildFolder, debianFolder, inspect, store } from './cache.ts';
import { buildParts, type ObtainOptions } from './build.ts';
import { obtainDebianPackages } from './debian.ts';
import { searchPath } from './search-path.ts';

export type { ObtainOptions } from './build.ts';

/** A part that can be started. */
export interface ObtainedPart<Part extends PartDefinition = PartDefinition> {
  part: Part;
  binary: string;
  version: string;
  /** `cache`: built by us, now or earlier. `package`: comes with this package. */
  origin: 'path' | 'cache' | 'debian' | 'package';
}
export type ObtainedBinary = ObtainedPart<BinaryPart>;

/**
 * Obtains every part: from `PATH`, from the cache, as a Debian package, or, all remaining ones together, by building them with Go.
 * A cached binary that is damaged is replaced, with one sentence.
 * @throws StackError with one sentence: Go missing, disk full, build failed, interrupted
 */
export async function obtainParts(parts: readonly BinaryPart[], options: ObtainOptions): Promise<ObtainedBinary[]> {
  await mkdir(join(options.cacheDir, 'parts'), { recursive: true }).catch((error: unknown) => {
    throw diskError(error, 'The parts cannot be kept', options.cacheDir);
  });
  const ready = new Map<BinaryPart, ObtainedBinary>();
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
export async function discardIfDamaged({ part, binary }: ObtainedBinary, cacheDir: string): Promise<boolean> {
  const folder = dirname(binary);
  if (folder !== buildFolder(cacheDir, part) && folder !== debianFolder(cacheDir, part)) return false;
  if (typeof (await inspect(folder, true)) !== 'string') return false;
  await rm(folder, { recursive: true, force: true });
  return true;
}

async function fromPath(part: BinaryPart, { onProgress }: ObtainOptions): Promise<ObtainedBinary | undefined> {
  const { found, refused } = await searchPath(part);
  for (const sentence of refused) onProgress(sentence);
  return found && { part, ...found, origin: 'path' };
}

async function fromCache(
  part: BinaryPart,
  { cacheDir, onProgress }: ObtainOptions,
): Promise<ObtainedBinary | undefined> {
  const places: [string, ObtainedBinary['origin']][] = [[buildFolder(cacheDir, part), 'cache']];
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
  part: BinaryPart,
  { cacheDir, onProgress }: ObtainOptions,
): Promise<ObtainedBinary | undefined> {
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

function built(part: BinaryPart, cacheDir: string): ObtainedBinary {
  const binary = join(buildFolder(cacheDir, part), part.build.binaries[0]);
  return { part, binary, version: part.version, origin: 'cache' };
}
