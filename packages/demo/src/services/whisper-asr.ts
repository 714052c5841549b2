import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { durationMs, fromBytes } from '../audio/pcm.ts';
import { audioSubjects } from '../bus.ts';
import { openSpeechToText } from '../engines/open.ts';
import { stageDelay } from '../faults.ts';
import { predict } from '../predict.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const engine = await openSpeechToText(settings);
const { announce, onAudio, log, ready } = await openService(() => engine.close());

onAudio(audioSubjects.utterance, async (message, turn) => {
  const heard = await runStage(
    'stt',
    async (stage) => {
      const audio = fromBytes(message.data);
      const { text, confidence } = await predict(engine.name, async () => {
        await stageDelay('stt', turn.signal);
        return engine.transcribe(audio);
      });
      stage.set({
        'voice.audio_seconds': durationMs(audio) / 1000,
        'voice.stt.confidence': confidence,
        'voice.stt.transcript': text,
        'voice.stt.transcript_length': text.length,
      });
      log.info({ confidence, length: text.length }, 'transcribed');
      return { text, confidence };
    },
    turn.stage({ 'voice.engine': engine.name, 'voice.language': 'en' }),
  );
  announce('voice.transcript', heard, turn);
});

await ready();
