import '@mordomo/otel';
import { now, runStage } from '@mordomo/voice';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { concat, durationMs, fromBytes } from '../audio/pcm.ts';
import { encodeWav } from '../audio/wav.ts';
import { audioSubjects, endOfSpeech } from '../bus.ts';
import { stageDelay } from '../faults.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';
import type { Turn } from '../turns.ts';

const { announce, on, onAudio, log, ready } = await openService();
const folder = join(settings.dataDir, 'replies');
await mkdir(folder, { recursive: true, mode: 0o700 });

/** What was played of the replies that are not complete, by turn. */
const replies = new Map<string, Int16Array[]>();

onAudio(audioSubjects.speech, async (message, turn) => {
  turn.signal.throwIfAborted();
  const outcome = endOfSpeech(message);
  if (outcome !== undefined) {
    await keep(turn).catch((error: unknown) => log.error({ err: error }, 'reply not kept'));
    return announce('voice.playback', { state: 'ended', at: now(), outcome }, turn);
  }
  const audio = fromBytes(message.data);
  const attributes = { 'voice.engine': 'none', 'voice.audio_seconds': durationMs(audio) / 1000 };
  await runStage('playback', () => play(audio, turn), turn.stage(attributes));
});

on('voice.interrupted', (_event, turn) =>
  announce('voice.playback', { state: 'ended', at: now(), outcome: 'interrupted' }, turn),
);
on('voice.turn.ended', (_event, { id }) => void replies.delete(id));

/** There is no loudspeaker: the audio takes exactly as long as it would on one. */
async function play(audio: Int16Array, turn: Turn): Promise<void> {
  const played = replies.get(turn.id) ?? [];
  replies.set(turn.id, [...played, audio]);
  if (played.length === 0) {
    await stageDelay('playback', turn.signal);
    announce('voice.playback', { state: 'started', at: now() }, turn);
  }
  log.info({ milliseconds: durationMs(audio) }, 'playing');
  await sleep(durationMs(audio), undefined, { signal: turn.signal });
}

/** The reply as a file, named after its turn, so that one can listen to it. */
async function keep({ id }: Turn): Promise<void> {
  const played = replies.get(id) ?? [];
  if (played.length === 0) return;
  await writeFile(join(folder, `${id}.wav`), encodeWav(concat(played)), { mode: 0o600 });
}

await ready();
