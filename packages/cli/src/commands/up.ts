import { upStack } from '@mordomo/stack';
import type { Command } from 'commander';
import { withLifetime, type Lifetime } from '../lifetime.ts';
import { printLinks } from '../links.ts';
import { dataOption, portOffsetOption } from '../options.ts';
import { print, progress } from '../progress.ts';

interface UpOptions {
  readonly data: string;
  readonly portOffset: number;
  readonly detach?: boolean;
}

export function addUp(program: Command): void {
  program
    .command('up')
    .description(
      'start the collector, Jaeger, Prometheus, Alertmanager, Loki, NATS and the turn pages: with Docker if it answers, else natively',
    )
    .option('--detach', 'return once everything is ready; "mordomo down" ends it')
    .addOption(dataOption())
    .addOption(portOffsetOption())
    .action((options: UpOptions) => withLifetime((lifetime) => up(options, lifetime)));
}

async function up({ data, portOffset, detach = false }: UpOptions, { own, stay, signal }: Lifetime): Promise<void> {
  const starting = upStack({ dataDir: data, portOffset, detach, onProgress: progress, signal });
  const stack = await (detach ? starting : own(starting));
  printLinks(stack.endpoints);
  if (detach) return;
  print('Press Ctrl-C to stop.');
  await stay(stack.done);
}
