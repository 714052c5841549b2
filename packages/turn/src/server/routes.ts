/** Which address shows what. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { BadQuestionError, parseTurnId, TurnNotFoundError } from '../errors.ts';
import { renderComparePage } from '../page/compare-page.ts';
import type { Places } from '../page/links.ts';
import { renderTurnPage } from '../page/turn-page.ts';
import type { Turn } from '../model.ts';
import { renderTurnsPage } from '../page/turns-page.ts';
import type { TurnStore } from './store.ts';

/** What the server shows. */
export interface Site {
  readonly store: TurnStore;
  /** Where the reader's browser reaches Jaeger and Grafana. */
  readonly places: Places;
  /** Folder of the replies' audio, `<trace id>.wav` each. */
  readonly repliesDir: string;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly location?: string;
}

const page = (body: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body });
const redirect = (location: string): Answer => ({ status: 303, location });

/**
 * @param target of the HTTP request: a path, or a whole address as a proxy sends it
 * @throws TurnNotFoundError, BadQuestionError with a sentence for the reader
 */
export async function answer(target: string, site: Site): Promise<Answer> {
  // On its own, a path that begins with `//` would be taken for the name of a host.
  const address = URL.parse(target.startsWith('/') ? `http://localhost${target}` : target);
  if (address === null) throw nothingAt(target);
  const { pathname, searchParams } = address;
  const [, place = '', id = '', ...rest] = pathname.split('/');
  if (rest.length > 0) throw nothingAt(pathname);
  if (pathname === '/healthz') return { status: 200, type: 'text/plain', body: 'ok' };
  if (pathname === '/') return redirect('/turns');
  if (pathname === '/turns') return page(renderTurnsPage(await site.store.recent(), searchParams));
  if (pathname === '/slowest') return redirect(await slowest(Number(searchParams.get('since')), site));
  if (pathname === '/compare') return await compare(searchParams.getAll('turn'), site);
  if (place === 'turn') return await showTurn(decoded(id), site);
  if (place === 'reply') return await reply(id, site);
  throw nothingAt(pathname);
}

const nothingAt = (path: string): TurnNotFoundError =>
  new TurnNotFoundError(`There is nothing at ${path}: the turns are at /turns, each at /turn/ and its trace id.`);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function showTurn(id: string, { store, places, repliesDir }: Site): Promise<Answer> {
  const turn = await store.turn(parseTurnId(id));
  if (turn.traceId !== id) return redirect(`/turn/${turn.traceId}`);
  const [neighbours, audio] = await Promise.all([store.neighbours(turn), openReply(turn.traceId, repliesDir)]);
  await audio?.close();
  const replyUrl = audio === undefined ? undefined : `/reply/${turn.traceId}.wav`;
  return page(renderTurnPage(turn, { places, neighbours, replyUrl }));
}

/** Where a message goes whose sender cannot know turns, only that they were slow. @param sinceMs milliseconds since the epoch */
async function slowest(sinceMs: number, { store }: Site): Promise<string> {
  const turns = (await store.recent()).filter(({ startNs }) => Number(startNs / 1_000_000n) >= sinceMs);
  const [first] = turns.toSorted((a, b) => waitMs(b) - waitMs(a));
  return first === undefined ? '/turns' : `/turn/${first.traceId}`;
}

const waitMs = ({ wait }: Turn): number => (wait === undefined ? 0 : wait.endMs - wait.startMs);

async function compare(ids: readonly string[], { store }: Site): Promise<Answer> {
  const [first, second] = ids;
  if (first === undefined || second === undefined || ids.length > 2) {
    throw new BadQuestionError('Two turns are compared at a time: mark two of them in the list at /turns.');
  }
  const turns = await Promise.all([store.turn(parseTurnId(first)), store.turn(parseTurnId(second))]);
  const [before, after] = turns.toSorted((a, b) => Number(a.startNs - b.startNs));
  if (before === undefined || after === undefined) throw new Error('a turn got lost');
  if (before.traceId === after.traceId) {
    throw new BadQuestionError('A turn is not compared with itself: mark two different ones in the list at /turns.');
  }
  return page(renderComparePage(before, after));
}

async function reply(name: string, { repliesDir }: Site): Promise<Answer> {
  const id = parseTurnId(name.replace(/\.wav$/, ''));
  const audio = await openReply(id, repliesDir);
  if (audio === undefined) throw new TurnNotFoundError(`No audio of the reply of turn ${id} is kept here.`);
  try {
    return { status: 200, type: 'audio/wav', body: await audio.readFile() };
  } finally {
    await audio.close();
  }
}

/** Only a file of this name in this folder: a trace id holds no path, and a link to elsewhere is not followed. */
async function openReply(traceId: string, repliesDir: string): Promise<FileHandle | undefined> {
  if (!/^[0-9a-f]{32}$/.test(traceId)) return undefined;
  const file = join(repliesDir, `${traceId}.wav`);
  const audio = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (audio === undefined || (await audio.stat()).isFile()) return audio;
  await audio.close();
  return undefined;
}
