/** What a source file imports. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

/** Whether only what is linked with a file counts, or also what it loads later, by `import()`. */
type Counted = 'linked' | 'loaded later too';

/** The specifiers of a file's imports, without those of types. */
export function importsOf(file: string, counted: Counted = 'linked'): string[] {
  // Loaded only where there is something to read: most services never come here.
  const { parse } = createRequire(import.meta.url)('es-module-lexer') as typeof import('es-module-lexer');
  const [imports] = parse(readFileSync(file, 'utf8'));
  return imports.flatMap((found) => {
    const counts = found.type === 'dynamic' ? counted === 'loaded later too' : !found.typeOnly;
    return counts && typeof found.specifier === 'string' ? [found.specifier] : [];
  });
}

/** Names of the packages that a file imports, itself or by way of the service's other files. */
export function importedPackages(entry: string, counted: Counted = 'linked'): Set<string> {
  const files = new Set([entry]);
  const packages = new Set<string>();
  // A set that grows while it is walked through: every file once.
  for (const file of files) {
    for (const specifier of readable(file, counted)) {
      if (specifier.startsWith('.')) files.add(sourceOf(resolve(dirname(file), specifier)));
      else packages.add(packageOf(specifier));
    }
  }
  return packages;
}

function readable(file: string, counted: Counted): string[] {
  try {
    return importsOf(file, counted);
  } catch {
    // JSON, WebAssembly, a file that only another loader finds: nothing to follow.
    return [];
  }
}

/** TypeScript's files may be imported by the name that they are compiled to. */
const sourceOf = (file: string): string => (existsSync(file) ? file : file.replace(/\.([cm]?)js$/, '.$1ts'));

/** `openai` of `openai/resources`, `@redis/client` of `@redis/client/dist`. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
