import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { fromBytes } from '../audio/pcm.ts';
import { announce, audioSubjects } from '../bus.ts';
import { openSpeechToText } from '../engines/open.ts';
import { openService, settings, stageDelay } from '../service.ts';

const engine = await openSpeechToText(settings);
const { bus, onAudio, log, ready } = await openService(() => engine.close());

onAudio(audioSubjects.utterance, async (message) => {
  const heard = await runStage(
    'stt',
    async (stage) => {
      await stageDelay('stt');
      const { text, confidence } = await engine.transcribe(fromBytes(message.data));
      stage.set({
        'voice.stt.confidence': confidence,
        'voice.stt.transcript': text,
        'voice.stt.transcript_length': text.length,
      });
      log.info({ confidence, length: text.length }, 'transcribed');
      return { text, confidence };
    },
    { attributes: { 'voice.engine': engine.name } },
  );
  announce(bus, 'voice.transcript', heard);
});

await ready();
