import '@mordomo/otel';
import { now, runStage } from '@mordomo/voice';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { concat, durationMs, fromBytes } from '../audio/pcm.ts';
import { encodeWav } from '../audio/wav.ts';
import { announce, audioSubjects, endOfSpeech, traceIdOf } from '../bus.ts';
import { openService, settings } from '../service.ts';

const { bus, on, onAudio, log, ready } = await openService();
const replies = join(settings.dataDir, 'replies');
await mkdir(replies, { recursive: true, mode: 0o700 });

/** The reply of one turn, as far as it was played. */
interface Reply {
  readonly traceId: string;
  readonly played: Int16Array[];
}

/** That of the open turn: what is late from another one is not played into it. */
let reply: Reply | undefined;

on('voice.turn.started', (_event, message) => {
  reply = { traceId: traceIdOf(message), played: [] };
});

on('voice.turn.ended', (_event, message) => {
  if (reply?.traceId === traceIdOf(message)) reply = undefined;
});

onAudio(audioSubjects.speech, async (message) => {
  const current = reply;
  if (current?.traceId !== traceIdOf(message)) return;
  const outcome = endOfSpeech(message);
  if (outcome !== undefined) {
    await keep(current).catch((error: unknown) => log.error({ err: error }, 'reply not kept'));
    return announce(bus, 'voice.playback', { state: 'ended', outcome });
  }
  await runStage('playback', (stage) => {
    const audio = fromBytes(message.data);
    stage.set({ 'voice.audio_seconds': durationMs(audio) / 1000 });
    return play(audio, current);
  });
});

/** There is no loudspeaker: the audio takes exactly as long as it would on one. */
async function play(audio: Int16Array, { played }: Reply): Promise<void> {
  if (played.length === 0) announce(bus, 'voice.playback', { state: 'started', at: now() });
  played.push(audio);
  log.info({ milliseconds: durationMs(audio) }, 'playing');
  await sleep(durationMs(audio));
}

/** The reply as a file, named after its trace, so that one can listen to it. */
async function keep({ traceId, played }: Reply): Promise<void> {
  if (played.length === 0) return;
  await writeFile(join(replies, `${traceId}.wav`), encodeWav(concat(played)), { mode: 0o600 });
}

await ready();
