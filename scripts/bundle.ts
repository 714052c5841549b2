/** Bundles @mordomo/otel with what it needs: one file starts in half the time of hundreds (docs/decisions). */
import { readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';
import { thirdPartyLicences } from './third-party-licences.ts';

const folder = join(import.meta.dirname, '..', 'packages', 'otel');

/** The OpenTelemetry packages hide some requires behind a function of another name; the bundler must see them. */
const visibleRequires: Plugin = {
  name: 'visible-requires',
  transform: (code) => code.replaceAll(/\b__require\((?=["'])/g, 'require('),
};

/** Asked for by stock instrumentation that we switch off: winston's lines go another way. */
const neverRequired = new Set(['@opentelemetry/winston-transport']);

/** What the package depends on stays outside; everything else goes in, with its licence. */
export async function bundleOtel(): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const bundle = await rolldown({
    cwd: folder,
    input: {
      register: 'src/register.ts',
      start: 'src/start.ts',
      'configuration-file/index': 'src/configuration-file/index.ts',
      'api/index': 'src/api/index.ts',
    },
    external: (id) =>
      isBuiltin(id) || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    plugins: [visibleRequires],
    resolve: { conditionNames: ['@mordomo/source'] },
    logLevel: 'warn',
  });
  const dir = join(folder, 'dist');
  const { output } = await bundle.write({ dir, format: 'esm', chunkFileNames: 'shared/[name]-[hash].js' });
  await bundle.close();
  assertComplete(output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n'));
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []));
  writeFileSync(join(dir, 'THIRD-PARTY-LICENCES.txt'), thirdPartyLicences(modules));
}

/** A package that is required only at run time would be missing where the bundle is installed. */
function assertComplete(code: string): void {
  const required = [...code.matchAll(/\b__require[\w$]*\(\s*["']([^"']+)["']\s*\)/g)].map(([, name = '']) => name);
  const missing = required.filter((name) => !isBuiltin(name) && !neverRequired.has(name));
  if (missing.length > 0) throw new Error(`The bundle requires ${missing.join(', ')}, which will not be there.`);
}
