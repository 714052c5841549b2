/** Every service in the documentation, run as it is written, from the packed packages. */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withOffset } from '@mordomo/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kill, launch, temporaryFolder } from './support/mordomo.ts';
import { installTarballs, pinned } from './support/packed.ts';
import { startEngines } from './support/engines.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';
import { run } from './support/run.ts';
import { spooledSpans } from '../packages/otel/test/support/spool.ts';

/** A page: a file, the command that starts it, the command that asks it, and the trace that it promises. */
interface Page {
  readonly file: string;
  readonly source: string;
  readonly start: string;
  readonly request: string;
  readonly span: string;
}

const capture = (text: string, pattern: RegExp, what: string): string => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`The page has no ${what}.`);
  return found;
};

function read(page: string): Page {
  const text = readFileSync(page, 'utf8');
  const file = capture(text, /^`([\w-]+\.[jt]s)`:$/m, 'name of a file');
  return {
    file,
    source: capture(text.slice(text.indexOf(`\`${file}\`:`)), /^```[jt]s\n(.*?)^```/ms, 'source'),
    start: capture(text, /^(OTEL_SERVICE_NAME=greeter node .*)$/m, 'command that starts it'),
    request: capture(text, /^curl (http:\S+)/m, 'command that asks it'),
    span: capture(text, /`(GET[^`]*)`/, 'name of a trace'),
  };
}

let user: Awaited<ReturnType<typeof temporaryFolder>>;
let port: number;

beforeAll(async () => {
  user = await temporaryFolder();
  port = withOffset(await freePortOffset()).brain;
  await run('npm', ['run', 'pack']);
  const libraries = await Promise.all(['express', 'fastify', 'pino', 'winston'].map(pinned));
  await installTarballs(user.path, 'packed', libraries);
});
afterAll(() => user.remove());

const pages = ['README.md', ...globSync('docs/services/*.md').sort()];

test.each(pages)('%s: the service runs as written, and its request is the promised trace', async (page) => {
  const { file, source, start, request, span } = read(page);
  await writeFile(join(user.path, file), source);
  const spoolDir = join(user.path, 'spool', page);
  const service = launch('sh', ['-c', `cd ${user.path} && export OTEL_SERVICE_NAME && exec env ${start}`], {
    PATH: process.env['PATH'],
    PORT: String(port),
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
    MORDOMO_METRICS_SERVER: 'none',
  });
  try {
    const url = request.replace(/:\d+\//, `:${port}/`);
    const answer = await until(
      'the answer',
      async () => (await fetch(url)).text(),
      (text) => text.includes('hello'),
    );
    expect(answer).toContain('hello');
    const isServer = ({ kind }: { kind: number }) => kind === 2;
    const spans = await until(
      'its span',
      () => spooledSpans(spoolDir, 'greeter').filter(isServer),
      ({ length }) => length > 0,
    );
    expect(spans.map(({ name }) => name)).toContain(span);
    const idInTheLog = /log(ger)?\b.*info\(/.test(source) ? spans[0]?.traceId : '';
    expect(service.output.stdout).toContain(idInTheLog);
  } finally {
    await kill(service.child);
  }
});

test.each([
  ['docs/engines.md, all at home', {}, 'base.en'],
  ['docs/engines.md, with a key', { OPENAI_API_KEY: 'sk-1' }, 'whisper-1'],
])('%s: the pieces together are an assistant, whose turn has all its stages', async (name, environment, sttModel) => {
  const pieces = [...readFileSync('docs/engines.md', 'utf8').matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  await writeFile(join(user.path, 'house.js'), pieces.join('\n'));
  const engines = await startEngines();
  const spoolDir = join(user.path, 'spool', name);
  const env = {
    PATH: process.env['PATH'],
    OTEL_SERVICE_NAME: 'house',
    MORDOMO_SPOOL_DIR: spoolDir,
    MORDOMO_SPOOL_MODE: 'keep',
    MORDOMO_METRICS_SERVER: 'none',
    ...engines.environment,
    ...environment,
  };
  const house = spawn('node', ['house.js'], { cwd: user.path, env, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  house.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  house.stdin.on('error', () => {}); // it is ended while somebody talks
  const talking = setInterval(() => house.stdin.write(Buffer.alloc(6_400)), 20);
  try {
    const spans = await until(
      'the turn',
      () => spooledSpans(spoolDir, 'house'),
      (ended) => ended.some((span) => span.name === 'voice.turn'),
    );
    const of = (spanName: string) => spans.filter((span) => span.name === spanName);
    const [turn] = of('voice.turn');
    const complaints = complaint.split('\n').filter((line) => line !== '' && !line.includes('] house: traces'));
    expect([turn?.attributes['voice.turn.outcome'], ...complaints]).toEqual(['answered']);
    for (const stage of ['voice.wake', 'voice.stt', 'voice.brain', 'voice.tts'])
      expect(of(stage).map(({ parentSpanId }) => parentSpanId)).toEqual([turn?.spanId]);
    expect(of('voice.stt')[0]?.attributes['voice.model']).toBe(sttModel);
    const brain = of('voice.brain')[0]?.spanId;
    for (const [spanName, count] of [['chat llama3.2', 2] as const, ['execute_tool set_lights', 1] as const])
      expect(of(spanName).map(({ parentSpanId }) => parentSpanId)).toEqual(Array.from({ length: count }, () => brain));
  } finally {
    clearInterval(talking);
    await kill(house);
    engines.close();
  }
});
