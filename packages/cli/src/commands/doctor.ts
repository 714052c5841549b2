import { examine } from '@mordomo/doctor';
import { endpointsAt, endpointsOf, withOffset } from '@mordomo/stack';
import type { Command } from 'commander';
import { renderExamination } from '../examination.ts';
import { withLifetime, type Lifetime } from '../lifetime.ts';
import { dataOption } from '../options.ts';
import { print } from '../progress.ts';

interface DoctorOptions {
  readonly data: string;
  readonly jaeger?: string;
  readonly prometheus?: string;
  readonly loki?: string;
  readonly tenant?: string;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('send one span, one metric and one log line from a service, and see where each arrives or gets lost')
    .argument('[command...]', 'what starts the service, after --; without it a service of our own is tried')
    .option('--jaeger <url>', 'where to look for the span; else that of the running stack')
    .option('--prometheus <url>', 'where to look for the metric')
    .option('--loki <url>', 'where to look for the log line')
    .option('--tenant <id>', 'whose data to read, where backends keep several tenants apart')
    .addOption(dataOption())
    .action((command: readonly string[], options: DoctorOptions) =>
      withLifetime((lifetime) => doctor(command, options, lifetime)),
    );
}

async function doctor(command: readonly string[], options: DoctorOptions, { own, signal }: Lifetime): Promise<void> {
  const running = endpointsOf(options.data);
  if (running !== undefined) process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ??= running.otlp;
  const { jaeger, prometheus, loki } = { ...(running ?? endpointsAt(withOffset(0))), ...options };
  const examining = examine({
    backends: { jaeger, prometheus, loki },
    ...(command.length > 0 && { command }),
    ...(options.tenant !== undefined && { tenant: options.tenant }),
    signal,
  });
  // A command that is stopped waits until the service has ended, too.
  await own(Promise.resolve({ stop: async () => void (await examining) }));
  const examination = await examining;
  print(renderExamination(examination));
  if (!examination.isHealthy) process.exitCode = 1;
}
