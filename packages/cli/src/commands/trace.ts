import { endpointsOf, spoolDirOf, type Endpoints } from '@mordomo/stack';
import {
  parseTurnId,
  readTurnFromBackends,
  readTurnFromFiles,
  readTurnFromSpool,
  TurnNotFoundError,
  type Turn,
} from '@mordomo/turn';
import type { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openInBrowser } from '../browser.ts';
import { dataOption, jsonFileOption } from '../options.ts';
import { assertWritable, writePage, writeTurn } from '../output.ts';
import { print } from '../progress.ts';
import { showTurn } from '../report.ts';
import { UserError } from '../user-error.ts';

interface TraceOptions {
  readonly data: string;
  readonly json?: string;
  readonly html?: string;
  readonly open?: true;
  readonly otlp?: readonly string[];
}

export function addTrace(program: Command): void {
  program
    .command('trace')
    .description('show a turn: from the backends if the stack runs, else from the spool')
    .argument('<id>', 'a trace id, or "last" for the newest turn')
    .option('--html <file>', 'write the turn as one HTML page', (file) => resolve(file))
    .option('--open', 'show the page in a browser')
    .option('--otlp <file...>', 'read files of OTLP/JSON (one request, or one per line) instead')
    .addOption(dataOption())
    .addOption(jsonFileOption())
    .action(trace);
}

async function trace(id: string, options: TraceOptions): Promise<void> {
  const { data, json, html, otlp } = options;
  for (const file of [json, html]) await assertWritable(file);
  const endpoints = otlp === undefined ? endpointsOf(data) : undefined;
  const turn = await read(parseTurnId(id), options, endpoints);
  showTurn(turn);
  await writeTurn(json, turn, {});
  if (html !== undefined) await writePage(html, turn, { places: endpoints ?? {} });
  if (options.open) await open(turn, options, endpoints);
}

function read(id: string, { data, otlp }: TraceOptions, endpoints: Endpoints | undefined): Promise<Turn> {
  if (otlp !== undefined) return readTurnFromFiles(otlp, id);
  return endpoints === undefined ? readFromSpool(data, id) : readTurnFromBackends(endpoints, id);
}

/** Services leave nothing in the spool that the backends have taken, and these keep it while they are stopped. */
async function readFromSpool(data: string, id: string): Promise<Turn> {
  try {
    return await readTurnFromSpool(spoolDirOf(data), id);
  } catch (error) {
    if (!(error instanceof TurnNotFoundError)) throw error;
    const hint = `No stack runs in ${data} either: "mordomo up --detach --data ${data}" starts it, with the turns that were sent on before.`;
    throw new UserError(`${error.message} ${hint}`, { cause: error });
  }
}

/** The file that was asked for, else the page of the running stack, else a file in the data folder. */
async function open(turn: Turn, { data, html }: TraceOptions, endpoints: Endpoints | undefined): Promise<void> {
  const address =
    html === undefined && endpoints !== undefined
      ? `${endpoints.turns}/turn/${turn.traceId}`
      : pathToFileURL(html ?? (await keepPage(turn, data))).href;
  print(`${(await openInBrowser(address)) ? 'Opened' : 'No browser could be opened; the page is at'} ${address}`);
}

async function keepPage(turn: Turn, dataDir: string): Promise<string> {
  const folder = join(dataDir, 'pages');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${turn.traceId}.html`);
  await writePage(file, turn, {});
  return file;
}
