import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resampled } from '../audio/pcm.ts';
import { readWav } from '../audio/wav.ts';
import type { HouseholdVoice, TextToSpeechEngine } from './engine.ts';
import type { EngineFiles } from './obtain.ts';

/** The visitor is one of the voices with a shorter vocal tract: faster and higher. Nobody of the household sounds so. */
const visitor: { readonly like: HouseholdVoice; readonly factor: number } = { like: 'rms', factor: 1.2 };

/** Text to speech by one flite process per call (about 0.1 s for 4 s of speech). */
export function openFlite(files: EngineFiles): TextToSpeechEngine {
  return {
    name: 'flite',
    synthesize: async (text, voice, signal) =>
      voice === 'visitor'
        ? resampled(await synthesize(files, text, visitor.like, signal), visitor.factor)
        : synthesize(files, text, voice, signal),
  };
}

async function synthesize(
  files: EngineFiles,
  text: string,
  voice: HouseholdVoice,
  signal?: AbortSignal,
): Promise<Int16Array> {
  signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'mordomo-flite-'));
  try {
    // By file: a command line can be read by every user of the machine.
    const [input, output] = [join(folder, 'text'), join(folder, 'speech.wav')];
    await writeFile(input, text, { mode: 0o600 });
    await run(files, ['-voice', voice, '-f', input, '-o', output], signal);
    return await readWav(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(files: EngineFiles, args: readonly string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...files.environment };
    const child = spawn(files.flite, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const kill = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (said: string) => (complaint += said));
    child.once('error', (error) => reject(new Error(`flite cannot be started: ${error.message}`, { cause: error })));
    child.once('close', (code, endedBy) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) return reject(signal.reason);
      if (code === 0) return resolve();
      reject(new Error(`flite ended with ${endedBy ?? code}${complaint ? `: ${complaint.trim()}` : ''}`));
    });
  });
}
