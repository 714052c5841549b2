import { upStack } from '@mordomo/stack';
import type { Command } from 'commander';
import { untilStopped } from '../lifetime.ts';
import { printLinks } from '../links.ts';
import { dataOption, portOffsetOption } from '../options.ts';
import { print, progress } from '../progress.ts';

interface UpOptions {
  readonly data: string;
  readonly portOffset: number;
  readonly detach?: true;
}

export function addUp(program: Command): void {
  program
    .command('up')
    .description('start the collector, Jaeger, Prometheus, Loki and NATS: with Docker if it answers, else natively')
    .option('--detach', 'return once everything is ready; "mordomo down" ends it')
    .addOption(dataOption())
    .addOption(portOffsetOption())
    .action((options: UpOptions) => up(options));
}

async function up({ data, portOffset, detach = false }: UpOptions): Promise<void> {
  const stack = await upStack({ dataDir: data, portOffset, detach, onProgress: progress });
  printLinks(stack.endpoints);
  if (detach) return;
  print('Press Ctrl-C to stop.');
  try {
    await untilStopped(stack.done);
  } finally {
    await stack.stop();
  }
}
