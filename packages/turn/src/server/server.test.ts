import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { traceId } from '../testing/otlp-builder.ts';
import { serve, siteOf } from '../testing/sites.ts';
import { turnOf, turnSpans } from '../testing/turns.ts';
import type { Turn } from '../model.ts';

const analysed = turnOf(turnSpans);
const turn: Turn = { ...analysed, budgets: analysed.budgets.map((use) => ({ ...use, isBroken: use.name === 'stt' })) };
const interrupted: Turn = { ...turn, traceId: 'b'.repeat(32), outcome: 'interrupted', budgets: [] };

let folder: string;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mordomo-turns-'));
  await mkdir(join(folder, 'replies'));
  await writeFile(join(folder, 'replies', `${traceId}.wav`), 'audio');
  await writeFile(join(folder, 'secret.wav'), 'secret');
  await symlink(join(folder, 'secret.wav'), join(folder, 'replies', `${interrupted.traceId}.wav`));
  site = await serve(siteOf([interrupted, turn], join(folder, 'replies')));
});
afterAll(async () => {
  await site.stop();
  await rm(folder, { recursive: true });
});

interface Seen {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks as a browser does, but with whatever path and headers. */
function ask(path: string, options: { readonly method?: string; readonly host?: string } = {}): Promise<Seen> {
  const { method = 'GET', host = `127.0.0.1:${site.port}` } = options;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: site.port, path, method, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the address of', () => {
  test('the start is the list, and `last` is the newest turn', async () => {
    expect((await ask('/')).headers['location']).toBe('/turns');
    expect((await ask('/turn/last')).headers['location']).toBe(`/turn/${interrupted.traceId}`);
  });

  test('the slowest is the turn that waited longest since then; without one, the list', async () => {
    const since = async (ms: number) => (await ask(`/slowest?since=${ms}`)).headers['location'];
    expect(await since(0)).toBe(`/turn/${interrupted.traceId}`);
    expect(await since(Number(turn.startNs / 1_000_000n) + 1)).toBe('/turns');
  });

  test('a page may be whole, as a proxy asks for it', async () => {
    expect((await ask(`http://127.0.0.1:${site.port}/turn/last`)).headers['location']).toMatch(/^\/turn\/b+$/);
  });

  test('a turn shows it, with its neighbours and, if it is kept, its reply', async () => {
    const { status, text } = await ask(`/turn/${traceId}`);
    expect(status).toBe(200);
    expect(text).toContain(`<a href="/turn/${interrupted.traceId}" rel="next">`);
    expect(text).toContain(`src="/reply/${traceId}.wav"`);
    expect((await ask(`/turn/${interrupted.traceId}`)).text).not.toContain('<audio');
  });

  test('the list can be narrowed by outcome, device and broken budget', async () => {
    const rows = async (query: string) =>
      [...(await ask(`/turns${query}`)).text.matchAll(/<a href="\/turn\/(\w+)">/g)].map(([, id]) => id);
    expect(await rows('')).toEqual([interrupted.traceId, traceId]);
    expect(await rows('?outcome=interrupted&device=&budget=')).toEqual([interrupted.traceId]);
    expect(await rows('?budget=playback')).toEqual([]);
    expect(await rows('?budget=stt')).toEqual([traceId]);
  });

  test('a comparison takes two turns, in order of time whichever was named first', async () => {
    const { status, text } = await ask(`/compare?turn=${interrupted.traceId}&turn=${traceId}`);
    expect({ status, isEqual: text.includes('Both waits were equally long') }).toEqual({ status: 200, isEqual: true });
  });
});

describe('a reply', () => {
  test('is sent as audio', async () => {
    expect(await ask(`/reply/${traceId}.wav`)).toMatchObject({
      status: 200,
      text: 'audio',
      headers: { 'content-type': 'audio/wav' },
    });
  });

  test.each([
    `/reply/../secret.wav`,
    `/reply/..%2Fsecret.wav`,
    '/reply/%2e%2e/secret.wav',
    '/reply/secret.wav',
    `/reply/${interrupted.traceId}.wav`,
    '/reply//etc/passwd',
    '/reply/last.wav',
  ])('is never another file: %s', async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).not.toContain('secret</');
    expect(text).not.toBe('secret');
  });
});

describe('one clear sentence', () => {
  async function sentenceAt(path: string) {
    const { status, text } = await ask(path);
    return { status, sentence: /<h1 class="message">(.*)<\/h1>/.exec(text)?.[1] };
  }

  test.each([
    ['/turn/xyz', '&quot;xyz&quot; is not a trace id: give its 32 hex digits'],
    ['/turn/%E0%A4%A', 'is not a trace id'],
    [`/turn/${'c'.repeat(32)}`, 'was not found'],
    ['/turn/a/b', 'There is nothing at /turn/a/b'],
    ['/nowhere', 'There is nothing at /nowhere: the turns are at /turns'],
    ['//[', 'There is nothing at //[: the turns are at /turns'],
    ['///', 'There is nothing at ///'],
    ['//:99999/', 'There is nothing at //:99999/'],
    ['//evil.example/turns', 'There is nothing at //evil.example/turns'],
    ['//turns', 'There is nothing at //turns'],
    ['http://[', 'There is nothing at http://['],
  ])('answers %s', async (path, sentence) => {
    expect(await sentenceAt(path)).toEqual({ status: 404, sentence: expect.stringContaining(sentence) as string });
  });

  test.each([
    ['one turn', [traceId], 'Two turns are compared at a time'],
    ['three turns', [traceId, interrupted.traceId, 'c'.repeat(32)], 'Two turns are compared at a time'],
    ['a turn with itself', [traceId, traceId], 'A turn is not compared with itself'],
    ['a turn with itself, by another name', ['last', interrupted.traceId], 'A turn is not compared with itself'],
  ])('answers who compares %s', async (_what, ids, sentence) => {
    const query = new URLSearchParams(ids.map((id) => ['turn', id])).toString();
    expect(await sentenceAt(`/compare?${query}`)).toEqual({
      status: 400,
      sentence: expect.stringContaining(sentence) as string,
    });
  });

  test('answers whoever comes under another name, as the page of another site would', async () => {
    for (const host of ['evil.example', 'evil.example:4400', '192.168.1.2', '127.0.0.1.evil.example']) {
      expect({ host, status: (await ask('/turns', { host })).status }).toMatchObject({ host, status: 403 });
    }
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:4400', '[::1]:4400']) {
      expect({ host, status: (await ask('/turns', { host })).status }).toMatchObject({ host, status: 200 });
    }
  });

  test('answers whoever wants to change something', async () => {
    expect((await ask('/turns', { method: 'POST' })).status).toBe(405);
    expect(await ask('/turns', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

test('no answer is kept, framed, or read by another site', async () => {
  expect((await ask('/turns')).headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
});
