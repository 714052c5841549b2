import '@mordomo/otel';
import { now, runStage, turnContext } from '@mordomo/voice';
import { trace } from '@opentelemetry/api';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { concat, durationMs, fromBytes } from '../audio/pcm.ts';
import { encodeWav } from '../audio/wav.ts';
import { announce, audioSubjects, endOfSpeech } from '../bus.ts';
import { openService, settings, stageDelay } from '../service.ts';

const { bus, onAudio, log, ready } = await openService();
const replies = join(settings.dataDir, 'replies');
await mkdir(replies, { recursive: true, mode: 0o700 });

let played: Int16Array[] = [];

onAudio(audioSubjects.speech, async (message) => {
  const outcome = endOfSpeech(message);
  if (outcome !== undefined) {
    await keepReply();
    return announce(bus, 'voice.playback', { state: 'ended', outcome });
  }
  await stageDelay('playback');
  await runStage('playback', (stage) =>
    play(fromBytes(message.data), (seconds) => stage.set({ 'voice.audio_seconds': seconds })),
  );
});

/** There is no loudspeaker: the audio takes exactly as long as it would on one. */
async function play(audio: Int16Array, onLength: (seconds: number) => void): Promise<void> {
  if (played.length === 0) announce(bus, 'voice.playback', { state: 'started', at: now() });
  played.push(audio);
  onLength(durationMs(audio) / 1000);
  log.info({ milliseconds: durationMs(audio) }, 'playing');
  await sleep(durationMs(audio));
}

/** The reply as a file, named after its trace, so that one can listen to it. */
async function keepReply(): Promise<void> {
  const traceId = trace.getSpanContext(turnContext())?.traceId ?? 'untraced';
  await writeFile(join(replies, `${traceId}.wav`), encodeWav(concat(played)), { mode: 0o600 });
  played = [];
}

await ready();
