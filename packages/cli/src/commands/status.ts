import { stackStatus, type PartStatus } from '@mordomo/stack';
import type { Command } from 'commander';
import { dataOption } from '../options.ts';
import { print } from '../progress.ts';
import { tableLines } from '../table.ts';

interface StatusOptions {
  readonly data: string;
  readonly json?: true;
}

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('show each part: where it comes from, whether it is healthy, how much memory it takes')
    .option('--json', 'print it as data')
    .addOption(dataOption())
    .action(async ({ data, json }: StatusOptions) => {
      const parts = await stackStatus(data);
      if (json) print(JSON.stringify(parts, null, 2));
      else if (parts.length === 0) print(`Nothing runs in ${data}.`);
      else printTable(parts);
    });
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function printTable(parts: readonly PartStatus[]): void {
  const rows = parts.map(({ name, origin, version, pid, container, endpoint, healthy, memoryBytes = 0 }) => [
    name,
    healthy ? 'healthy' : 'NOT healthy',
    origin,
    version,
    String(pid ?? container ?? ''),
    mebibytes(memoryBytes),
    endpoint,
  ]);
  const head = ['part', 'state', 'origin', 'version', 'process', 'memory', 'endpoint'];
  for (const line of tableLines([head, ...rows])) print(line);
  const memory = parts.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0);
  const resident = parts.reduce((sum, { residentBytes = 0 }) => sum + residentBytes, 0);
  // `top` shows the second figure; how much of the programs' files is mapped depends on the page cache, not on the programs.
  const withFiles = resident > 0 ? `; resident with the programs' files: ${mebibytes(resident)}` : '';
  print(`memory in all: ${mebibytes(memory)}${withFiles}`);
}
