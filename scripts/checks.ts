/** What must hold of the sources, whatever the machine. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Step } from './run-steps.ts';

const script = (file: string, ...args: string[]) => ['--conditions=@mordomo/source', file, ...args];

const publishedPackages = readdirSync('packages').filter((folder) => {
  const manifest = JSON.parse(readFileSync(`packages/${folder}/package.json`, 'utf8')) as { private?: true };
  return manifest.private !== true;
});

export const checks: readonly Step[] = [
  { name: 'format', command: 'oxfmt', args: ['--check'] },
  { name: 'lint', command: 'oxlint', args: [] },
  { name: 'types', command: 'tsc', args: [] },
  { name: 'generated files are up to date', command: 'node', args: script('scripts/generate.ts', '--check') },
  { name: 'nothing unused', command: 'knip', args: [] },
  { name: 'build', command: 'node', args: script('scripts/build.ts') },
  ...publishedPackages.map((folder) => ({
    name: `package shape of ${folder}`,
    command: 'publint',
    args: ['--strict', `packages/${folder}`],
  })),
];
