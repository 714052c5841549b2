import '@mordomo/otel';
import type { Msg } from '@nats-io/nats-core';
import { audioSubjects, announce, announceAudio, traceIdOf } from '../bus.ts';
import { fromBytes } from '../audio/pcm.ts';
import { openVoiceActivity, openWakeWord } from '../engines/open.ts';
import { Ear } from '../listening/ear.ts';
import { Attention, type EndedTurn } from '../listening/attention.ts';
import { openService, settings } from '../service.ts';

const wake = await openWakeWord(settings);
const ear = new Ear(wake, await openVoiceActivity(settings));
const { bus, on, onAudio, log, ready } = await openService(() => ear.close());

let attention: Attention | undefined;

/** The turn that a message belongs to, if it is still open. */
const turnOf = (message: Msg) => (attention?.traceId === traceIdOf(message) ? attention : undefined);

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

on('voice.playback', (event, message) => {
  if (event.state === 'started') turnOf(message)?.firstAudio(event.at);
  else turnOf(message)?.end(event.outcome);
});

on('voice.failed', (_event, message) => turnOf(message)?.end('error'));

function closeTurn({ traceId, context, outcome }: EndedTurn): void {
  announce(bus, 'voice.turn.ended', { traceId, outcome }, context);
  log.info({ outcome }, 'turn over');
  attention = undefined;
  ear.forget();
}

await ready();

// What was under way on a bus that broke is lost, and with it the turn: the next one can begin at once.
for await (const { type } of bus.status()) if (type === 'disconnect') attention?.end('error');
