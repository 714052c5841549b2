/** `npm start`: speak to the house, see the turn; then bring the backends up and find the same turn there. */
import { endpointsOf, upNats, upStack } from '@mordomo/stack';
import type { Command } from 'commander';
import { expectedOf, findInBackends, findInSpool, startHouse } from '../conversation.ts';
import { withLifetime, type Lifetime } from '../lifetime.ts';
import { printLinks } from '../links.ts';
import { dataOption, engineOption, jsonFileOption, portOffsetOption } from '../options.ts';
import { print, progress, Timings } from '../progress.ts';
import { assertWritable, writeTurn } from '../output.ts';
import { assertComplete, newcomersCommand, showTurn } from '../report.ts';

const say = newcomersCommand;

interface StartOptions {
  readonly data: string;
  readonly portOffset: number;
  readonly engine: 'speech' | 'scripted';
  readonly embedded?: true;
  readonly once?: true;
  readonly json?: string;
}

export function addStart(program: Command): void {
  program
    .command('start')
    .description('speak to the demo house, see the turn, then find it in the real backends')
    .option('--embedded', 'stop after the report: no collector, no backends, nothing is sent')
    .option('--once', 'find the turn in the backends and end; exit 0 only if every hop held')
    .addOption(dataOption())
    .addOption(portOffsetOption())
    .addOption(engineOption())
    .addOption(jsonFileOption())
    .action((options: StartOptions) => withLifetime((lifetime) => start(options, lifetime)));
}

async function start(options: StartOptions, lifetime: Lifetime): Promise<void> {
  const { data: dataDir, portOffset, engine, embedded = false, once = false, json } = options;
  await assertWritable(json);
  const timings = new Timings();
  timings.done('install');

  const { own, signal, stay } = lifetime;
  await own(upNats({ dataDir, portOffset, onProgress: progress, signal }));
  timings.done('nats');
  const spoolMode = embedded ? 'keep' : 'forward';
  const house = await startHouse({ dataDir, portOffset, engine, spoolMode, delays: '' }, lifetime);
  timings.done('house');
  progress(`${house.services.length} services are ready; somebody says "mordomo, ${say}"`);
  const heard = await house.speak({ say });
  timings.done('turn');

  // With a stack that runs already, the spools are empty as soon as they are full.
  const running = embedded ? undefined : endpointsOf(dataDir);
  const spooled = running === undefined ? await findInSpool(dataDir, heard) : undefined;
  timings.done('report');
  if (spooled !== undefined) showTurn(spooled, { heard, said: say, engine });
  if (embedded && spooled !== undefined) {
    await writeTurn(json, spooled, { transcriptMatched: heard.transcriptMatched, timings: timings.all() });
    return assertComplete(spooled, heard, expectedOf(heard));
  }

  const stack = await own(upStack({ dataDir, portOffset, onProgress: progress, signal }));
  timings.done('stack');
  progress('reading the same turn back from Jaeger, Loki and Prometheus');
  const expected = expectedOf(heard, spooled);
  const turn = await findInBackends(stack.endpoints, heard, expected);
  timings.done('backends');
  showTurn(turn, { heard, said: say, engine });
  printLinks(stack.endpoints, heard.traceId);
  await writeTurn(json, turn, { transcriptMatched: heard.transcriptMatched, timings: timings.all() });
  if (once) return assertComplete(turn, heard, expected);
  print('The house stays up. Press Ctrl-C to stop everything.');
  await stay(stack.done);
}
