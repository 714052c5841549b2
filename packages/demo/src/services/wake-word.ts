import '@mordomo/otel';
import { audioSubjects, announce, announceAudio } from '../bus.ts';
import { fromBytes } from '../audio/pcm.ts';
import { openVoiceActivity, openWakeWord } from '../engines/open.ts';
import { Ear } from '../listening/ear.ts';
import { Attention, type EndedTurn } from '../listening/attention.ts';
import { openService, settings } from '../service.ts';

const wake = await openWakeWord(settings);
const ear = new Ear(wake, await openVoiceActivity(settings));
const { bus, on, onAudio, log, ready } = await openService(() => ear.close());

let attention: Attention | undefined;

onAudio(audioSubjects.microphone, async (message) => {
  if (attention?.isBusy) return; // while the house answers it does not listen
  const heard = await ear.hear(fromBytes(message.data));
  if (heard === undefined) return;
  if (heard.kind === 'wake') {
    attention = new Attention(settings.device, wake.name, heard, closeTurn);
    announce(bus, 'voice.turn.started', { device: settings.device }, attention.context);
    log.info({ score: heard.score }, 'wake word');
  } else if (heard.kind === 'utterance') {
    attention?.listened(heard);
    announceAudio(bus, audioSubjects.utterance, heard.audio, attention?.context);
  } else attention?.end('no_speech');
});

on('voice.playback', (event) => {
  if (event.state === 'started') attention?.firstAudio(event.at);
  else attention?.end(event.outcome);
});

function closeTurn({ traceId, context, outcome }: EndedTurn): void {
  announce(bus, 'voice.turn.ended', { traceId, outcome }, context);
  log.info({ outcome }, 'turn over');
  attention = undefined;
  ear.forget();
}

await ready();
