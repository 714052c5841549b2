/** What can go wrong is told in one sentence, ends with an exit code, and leaves nothing behind. */
import { openHouse, defaultCacheDir, upNats } from '@mordomo/stack';
import { readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silence } from '../packages/demo/src/audio/pcm.ts';
import { writeWav } from '../packages/demo/src/audio/wav.ts';
import { kill, launch, mordomo, succeed, temporaryFolder } from './support/mordomo.ts';
import { until } from './support/poll.ts';
import { freePortOffset } from './support/ports.ts';

let offset: number;
beforeAll(async () => {
  offset = await freePortOffset();
});

/** One clear sentence or a few, never a stack trace. */
const expectSentence = (text: string, about: RegExp) => {
  expect(text).toMatch(about);
  expect(text).not.toMatch(/^\s+at .+:\d+:\d+/m);
  expect(text).not.toContain('node:internal');
};

/** The processes whose command line or environment names the folder: all that were started for it. */
const processesFor = (folder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')).join(' ');
      } catch {
        return ''; // ended in between
      }
    })
    .filter((line) => line.includes(folder));

/** Without the program that usually starts it: that one would see its end. */
function launchRunner(folder: string, ...args: readonly string[]) {
  const runner = ['--conditions=@mordomo/source', 'packages/cli/src/main.ts'];
  return launch(process.execPath, [...runner, ...args, '--data', folder, '--port-offset', String(offset)]);
}

describe('the runner', () => {
  test.each([
    { when: 'when it is killed, leaves no process behind', args: ['up'], says: 'Ctrl-C' },
    {
      when: 'when it is killed in the middle of a turn, takes the house along',
      args: ['start', '--embedded', '--engine', 'scripted'],
      says: 'services are ready',
    },
  ])('$when', async ({ args, says }) => {
    await using cleanUp = new AsyncDisposableStack();
    const data = await temporaryFolder();
    cleanUp.defer(data.remove);
    const { child, output } = launchRunner(data.path, ...args);
    cleanUp.defer(() => kill(child));
    await until(
      says,
      () => output.stdout,
      (text) => text.includes(says),
      60_000,
    );
    expect(processesFor(data.path)).not.toEqual([]);
    await kill(child);
    await until(
      'nothing is left',
      () => processesFor(data.path),
      ({ length }) => length === 0,
    );
  });
});

describe('one sentence and an exit code', () => {
  let data: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    data = await temporaryFolder();
  });
  afterAll(() => data.remove());

  test('for a demo without a stack', async () => {
    const { code, stderr } = await mordomo(['demo', '--data', data.path]);
    expect(code).toBe(1);
    expectSentence(stderr, /No stack runs in .*mordomo up/);
  });

  test('for a recording that is not there', async () => {
    const { code, stderr } = await mordomo(['demo', '--data', data.path, '--wav', 'nowhere.wav']);
    expect(code).toBe(1);
    expectSentence(stderr, /nowhere\.wav cannot be read/);
  });

  test('for a trace that nobody has', async () => {
    const { code, stderr } = await mordomo(['trace', 'last', '--data', data.path]);
    expect(code).toBe(1);
    expectSentence(stderr, /spool/);
  });

  test('for a folder that cannot be a folder', async () => {
    const file = join(data.path, 'file');
    await writeFile(file, '');
    const { code, stderr } = await mordomo(['up', '--data', join(file, 'data'), '--port-offset', String(offset)]);
    expect(code).toBe(1);
    expectSentence(stderr, /choose another folder/);
  });

  test('for a delay of a stage that does not exist', async () => {
    const { code, stderr } = await mordomo(['demo', '--data', data.path, '--delay', 'sst=5']);
    expect(code).toBe(1);
    expectSentence(stderr, /stages out of stt, speaker, brain, tts/);
  });
});

describe('on a running stack', () => {
  let data: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    data = await temporaryFolder();
    await succeed(['up', '--detach', '--data', data.path, '--port-offset', String(offset)]);
  });
  afterAll(async () => {
    await succeed(['down', '--data', data.path]);
    await data.remove();
  });

  test('a recording that is no WAV is named, and what would be one is said', async () => {
    const { code, stderr } = await mordomo(['demo', '--data', data.path, '--wav', 'README.md']);
    expect(code).toBe(1);
    expectSentence(stderr, /README\.md is not a WAV/);
  });

  test('a voice that does not exist is answered with those that do', async () => {
    const { code, stderr } = await mordomo(['demo', '--data', data.path, '--voice', 'hal']);
    expect(code).toBe(1);
    expectSentence(stderr, /"hal".*slt/);
  });
});

/** NATS and a house on it. Whatever becomes of the test, both are ended with it. */
async function smallHouse(cleanUp: AsyncDisposableStack, delays: string) {
  const data = await temporaryFolder();
  cleanUp.defer(data.remove);
  const where = { dataDir: data.path, portOffset: offset };
  const startNats = async () => {
    const nats = await upNats(where);
    cleanUp.defer(nats.stop);
    return nats;
  };
  const nats = await startNats();
  const options = { ...where, cacheDir: defaultCacheDir(), engine: 'scripted', spoolMode: 'keep', delays } as const;
  const house = await openHouse(options, () => {});
  cleanUp.defer(() => house.stop());
  return { data, nats, startNats, house };
}

test('a house whose NATS goes away in the middle of a turn says so at once, and answers again when it is back', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const { data, nats, startNats, house } = await smallHouse(cleanUp, 'stt=3000');
  const turn = house.speak({}).then(
    () => 'answered',
    (error: Error) => error.message,
  );
  await until(
    'the turn has begun',
    () => readFileSync(join(data.path, 'logs', 'wake-word.log'), 'utf8'),
    (log) => log.includes('wake word'),
  );
  await nats.stop();
  expectSentence(await turn, /NATS went away/);
  await startNats();
  expect(await house.speak({ say: 'stop the music' })).toMatchObject({
    outcome: 'answered',
    transcript: 'stop the music',
  });
});

test('a house to which nobody says the wake word, or nothing after it, says so instead of waiting', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const { data, house } = await smallHouse(cleanUp, '');
  const wav = join(data.path, 'silence.wav');
  await writeWav(wav, silence(1000));
  const started = performance.now();
  await expect(house.speak({ wav })).rejects.toThrow(/did not hear its wake word/);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await house.speak({ say: '' })).toMatchObject({ outcome: 'no_speech' });
  expect(await house.speak({ say: 'the train leaves at noon' })).toMatchObject({ outcome: 'no_text' });
});
