import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { durationMs } from '../audio/pcm.ts';
import { announceAudio, announceEndOfSpeech, audioSubjects } from '../bus.ts';
import { openTextToSpeech } from '../engines/open.ts';
import { stageDelay } from '../faults.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const engine = await openTextToSpeech(settings);
const { bus, on, log, ready } = await openService();

on('voice.sentence', async (sentence, turn) => {
  turn.signal.throwIfAborted();
  if (sentence.kind === 'end') return announceEndOfSpeech(bus, sentence.outcome, turn);
  const audio = await runStage(
    'tts',
    async (stage) => {
      await stageDelay('tts', turn.signal);
      const pcm = await engine.synthesize(sentence.text, 'slt', turn.signal);
      stage.set({ 'voice.audio_seconds': durationMs(pcm) / 1000 });
      log.info({ segment: sentence.index, samples: pcm.length }, 'sentence synthesised');
      return pcm;
    },
    turn.stage({
      'voice.engine': engine.name,
      'voice.tts.segment': sentence.index,
      'voice.tts.characters': sentence.text.length,
    }),
  );
  announceAudio(bus, audioSubjects.speech, audio, turn);
});

await ready();
