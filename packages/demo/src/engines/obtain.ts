import { existsSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { obtainDebianPackages } from '@mordomo/stack/debian';

/** Where the speech engines lie on this machine. */
export interface EngineFiles {
  /** The flite command. */
  readonly flite: string;
  /** What `flite` needs in its environment. */
  readonly environment: NodeJS.ProcessEnv;
  /** Shared libraries in the order in which they must be loaded; the last one is pocketsphinx itself. */
  readonly libraries: readonly string[];
  /** Folder of the English models: `en-us/` (acoustic) and `cmudict-en-us.dict`. */
  readonly model: string;
}

const packages = ['flite', 'libpocketsphinx3', 'pocketsphinx-en-us'];
const systemRoot = '/';

// Each needs those before it. Loading them by path, in this order, makes a search path for the loader unnecessary.
const libraryNames = [
  'libquadmath.so.0',
  'libgfortran.so.5',
  'libblas.so.3',
  'liblapack.so.3',
  'libsphinxbase.so.3',
  'libpocketsphinx.so.3',
];

/**
 * Finds flite and pocketsphinx on the system, else in `cacheDir`, else takes them from Debian into it (about 45 MB,
 * 15 s; `onProgress` is told in one line before each step). Cheap when they are there. Throws one sentence that names
 * the way out when they cannot be had.
 */
export async function obtainEngines(cacheDir: string, onProgress: (line: string) => void): Promise<EngineFiles> {
  const installed = await findEngines(systemRoot);
  if (installed !== undefined) return installed;
  const obtain = (): Promise<string> => obtainDebianPackages(packages, { cacheDir, onProgress });
  try {
    const root = await obtain();
    const unpacked = await findEngines(root);
    if (unpacked !== undefined) return unpacked;
    onProgress(`the speech engines in ${root} are damaged: taking them anew`);
    await rm(root, { recursive: true, force: true });
    const anew = await findEngines(await obtain());
    if (anew === undefined) throw new Error(`the packages in ${root} lack a part`);
    return anew;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The speech engines are not installed and could not be obtained (${reason}). ` +
        `Install ${packages.join(', ')}, or run with --engine scripted: the house then works on text instead of audio.`,
      { cause: error },
    );
  }
}

/** Looks under `root` for everything; undefined if something is missing or damaged. */
async function findEngines(root: string): Promise<EngineFiles | undefined> {
  const binaries = root === systemRoot ? (process.env['PATH'] ?? '').split(delimiter) : [join(root, 'usr/bin')];
  const flite = binaries.map((folder) => join(folder, 'flite')).find((path) => existsSync(path));
  const model = join(root, 'usr/share/pocketsphinx/model/en-us');
  if (flite === undefined || !existsSync(join(model, 'en-us', 'mdef'))) return undefined;
  const folders = await libraryFolders(root);
  const libraries = libraryNames
    .map((name) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path)))
    .filter((path) => path !== undefined);
  if (!libraries.at(-1)?.endsWith(libraryNames.at(-1) ?? '')) return undefined;
  const areWhole = await Promise.all(libraries.map(isWhole));
  if (areWhole.includes(false)) return undefined;
  return { flite, environment: { LD_LIBRARY_PATH: folders.join(delimiter) }, libraries, model };
}

/** Whether a library reaches to the end of its section table. Loading one that was cut short kills the process. */
async function isWhole(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    if (bytesRead < 64 || buffer.toString('latin1', 1, 4) !== 'ELF') return false;
    const is64Bit = buffer[4] === 2;
    if (!is64Bit) return true;
    const sections = buffer.readUInt16LE(0x3a) * buffer.readUInt16LE(0x3c);
    const { size } = await file.stat();
    return Number(buffer.readBigUInt64LE(0x28)) + sections <= size;
  } finally {
    await file.close();
  }
}

/** Debian keeps libraries in a folder named after the machine, and BLAS and LAPACK in folders of their own in it. */
async function libraryFolders(root: string): Promise<string[]> {
  const base = join(root, 'usr/lib');
  const folders = [base, join(root, 'usr/local/lib')];
  const names = existsSync(base) ? await readdir(base) : [];
  for (const name of names.filter((each) => each.includes('-linux-'))) {
    folders.push(join(base, name), join(base, name, 'blas'), join(base, name, 'lapack'));
  }
  return folders.filter((folder) => existsSync(folder));
}
