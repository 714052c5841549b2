import '@mordomo/otel';
import { runStage, SpeakerFeedback } from '@mordomo/voice';
import { durationMs, fromBytes } from '../audio/pcm.ts';
import { audioSubjects } from '../bus.ts';
import { openSpeaker } from '../engines/open.ts';
import { stageDelay } from '../faults.ts';
import { predict } from '../predict.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const engine = await openSpeaker(settings);
const { announce, on, onAudio, log, ready } = await openService();

onAudio(audioSubjects.utterance, async (message, turn) => {
  const identify = runStage(
    'speaker',
    async (stage) => {
      const audio = fromBytes(message.data);
      const { name, confidence } = await predict(engine.name, async () => {
        await stageDelay('speaker', turn.signal);
        return engine.identify(audio);
      });
      const isKnown = name !== undefined;
      stage.set({
        'voice.audio_seconds': durationMs(audio) / 1000,
        'voice.speaker.known': isKnown,
        ...(isKnown && { 'voice.speaker.id': name }),
      });
      log.info({ known: isKnown, confidence }, 'speaker identified');
      return isKnown;
    },
    turn.stage({ 'voice.engine': engine.name }),
  );
  // The stage has told what went wrong, and most answers do not depend on it.
  const isKnown = await identify.catch(() => false);
  announce('voice.speaker', { isKnown }, turn);
});

const feedback = new SpeakerFeedback();
on('house.speaker_feedback', ({ device, isRight }) => feedback.add(device, isRight));

await ready();
