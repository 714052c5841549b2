import '@mordomo/otel';
import { runStage } from '@mordomo/voice';
import { fromBytes } from '../audio/pcm.ts';
import { audioSubjects } from '../bus.ts';
import { openSpeaker } from '../engines/open.ts';
import { openService, settings, stageDelay } from '../service.ts';

const engine = await openSpeaker(settings);
const { onAudio, log, ready } = await openService();

onAudio(
  audioSubjects.utterance,
  (message) =>
    runStage(
      'speaker',
      async (stage) => {
        await stageDelay('speaker');
        const { name, confidence } = engine.identify(fromBytes(message.data));
        stage.set({
          'voice.speaker.known': name !== undefined,
          ...(name === undefined ? {} : { 'voice.speaker.id': name }),
        });
        log.info({ known: name !== undefined, confidence }, 'speaker identified');
      },
      { attributes: { 'voice.engine': engine.name } },
    ).catch(() => {}), // the stage has told it, and the answer does not depend on it
);

await ready();
