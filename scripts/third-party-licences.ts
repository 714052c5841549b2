/** The licences of what a bundle contains, each text once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** @param modules the files that went into the bundle @returns the text of a file to publish beside it */
export function thirdPartyLicences(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const packagesByText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const {
      name,
      version,
      license = 'see below',
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const text = licenceText(folder);
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packagesByText]
    .map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`)
    .join(`\n${'='.repeat(80)}\n\n`);
}

const licenceText = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n') || 'Published without the text of its licence.';
