import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { fromBytes } from '../audio/pcm.ts';
import { announce, audioSubjects } from '../bus.ts';
import { openSpeaker } from '../engines/open.ts';
import { openService, settings, stageDelay } from '../service.ts';

const engine = await openSpeaker(settings);
const { bus, onAudio, log, ready } = await openService();

onAudio(audioSubjects.utterance, async (message) => {
  const name = await runStage(
    'speaker',
    async (stage) => {
      await stageDelay('speaker');
      const { name: found, confidence } = engine.identify(fromBytes(message.data));
      stage.set({
        'voice.speaker.known': found !== undefined,
        ...(found === undefined ? {} : { 'voice.speaker.id': found }),
      });
      log.info({ known: found !== undefined, confidence }, 'speaker identified');
      return found;
    },
    { attributes: { 'voice.engine': engine.name } },
  ).catch(() => undefined); // the stage has told it, and the answer does not depend on it
  announce(bus, 'voice.speaker', name === undefined ? {} : { name });
});

await ready();
