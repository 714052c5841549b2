import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { durationMs } from '../audio/pcm.ts';
import { announceAudio, announceEndOfSpeech, audioSubjects } from '../bus.ts';
import { openTextToSpeech } from '../engines/open.ts';
import { openService, settings, stageDelay } from '../service.ts';

const engine = await openTextToSpeech(settings);
const { bus, on, log, ready } = await openService();

on('voice.sentence', async (sentence) => {
  if (sentence.kind === 'end') return announceEndOfSpeech(bus, sentence.outcome);
  const audio = await runStage(
    'tts',
    async (stage) => {
      await stageDelay('tts');
      const pcm = await engine.synthesize(sentence.text, 'slt');
      stage.set({ 'voice.audio_seconds': durationMs(pcm) / 1000 });
      log.info({ segment: sentence.index, samples: pcm.length }, 'sentence synthesised');
      return pcm;
    },
    { attributes: { 'voice.engine': engine.name, 'voice.tts.segment': sentence.index } },
  );
  announceAudio(bus, audioSubjects.speech, audio);
});

await ready();
