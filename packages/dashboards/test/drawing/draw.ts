/**
 * `npm run draw -w packages/dashboards`: pictures of all boards for the documentation, from the data of a house that runs now.
 * People speak to it for ten minutes first, or for as many as are given: `npm run draw -w packages/dashboards -- 1`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { boards } from '../../src/boards/index.ts';
import { livedInHouse } from '../support/lived-in-house.ts';
import { pageOf } from './page.ts';

const pictures = resolve(import.meta.dirname, '../../../../docs/boards');
const say = (text: string) => process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'mordomo-boards-'));
mkdirSync(pictures, { recursive: true });

const minutes = Number(process.argv[2] ?? 10);
const sentences = ['turn on the kitchen lights', 'stop the music', 'tell me a joke', 'what time is it'];
const pauseMs = 8000;

using cleanUp = new DisposableStack();
cleanUp.defer(() => rmSync(folder, { recursive: true }));
await using lived = await livedInHouse(say);
await lived.house.setFaults({});
say(`people speak for ${minutes} min`);
const end = Date.now() + minutes * 60_000;
for (let turn = 0; Date.now() < end; turn += 1) {
  await lived.house.speak({ say: sentences[turn % sentences.length] ?? '' });
  await sleep(pauseMs);
}
const view = {
  endpoints: lived.endpoints,
  from: lived.since,
  to: Date.now() / 1000,
  stepSeconds: 15,
  variables: { trace_id: lived.traceId, search: '' },
};
for (const board of boards()) {
  const { html, width, height } = await pageOf(board, view);
  const page = join(folder, 'board.html');
  writeFileSync(page, html);
  shoot(page, join(pictures, `${board.uid}.png`), width, height);
  say(`${board.uid}.png`);
}

/** @throws Error with what Chromium said */
function shoot(page: string, picture: string, width: number, height: number): void {
  const size = `--window-size=${width},${height}`;
  const args = ['--headless', '--no-sandbox', '--hide-scrollbars', size, `--screenshot=${picture}`, `file://${page}`];
  const { status, stderr, error } = spawnSync('chromium', args, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw error ?? new Error(stderr);
}
