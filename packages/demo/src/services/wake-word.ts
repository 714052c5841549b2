import '@mordomo/otel';
import { consume } from '@mordomo/instrumentation-nats/consume';
import { receiveStageReport } from '@mordomo/voice';
import { fromBytes } from '../audio/pcm.ts';
import { announceAudio, audioSubjects, deviceOf } from '../bus.ts';
import { openVoiceActivity, openWakeWord } from '../engines/open.ts';
import { roomOf, rooms } from '../home/rooms.ts';
import { InOrder } from '../in-order.ts';
import type { Attention } from '../listening/attention.ts';
import { Ear } from '../listening/ear.ts';
import { Room, type RoomListener } from '../listening/room.ts';
import { openService } from '../service.ts';
import { settings } from '../settings.ts';

const ears = new Map<string, Ear>();
const { bus, on, announce, log, ready } = await openService(() => ears.forEach((ear) => ear.close()));

/** The turns that are not over, by their id. */
const turns = new Map<string, Attention>();

const listener: RoomListener = {
  began(turn) {
    turns.set(turn.id, turn);
    announce('voice.turn.started', { device: turn.device }, turn);
    log.info({ device: turn.device }, 'wake word');
  },
  interrupted: (turn, at) => announce('voice.interrupted', { at }, turn),
  spoke: (turn, audio) => announceAudio(bus, audioSubjects.utterance, audio, turn),
  ended(turn, outcome) {
    turns.delete(turn.id);
    // The user may not have finished; what they still say is no part of any turn, unless it began the next one.
    if ([...turns.values()].every(({ device }) => device !== turn.device)) ears.get(turn.device)?.forget();
    announce('voice.turn.ended', { traceId: turn.traceId, outcome }, turn);
    log.info({ outcome }, 'turn over');
  },
};

const listeningRooms = new Map<string, Room>();
for (const [room, devices] of Object.entries(rooms)) {
  for (const device of devices) {
    const engine = await openWakeWord(settings);
    ears.set(device, new Ear(engine, await openVoiceActivity(settings)));
    listeningRooms.set(room, listeningRooms.get(room) ?? new Room(engine.name, listener));
  }
}

async function hear(device: string, frame: Int16Array): Promise<void> {
  const ear = ears.get(device);
  const heard = await ear?.hear(frame);
  if (heard === undefined) return;
  const goesOn = listeningRooms.get(roomOf(device))?.hear(device, heard);
  if (!goesOn) ear?.forget();
}

const inOrder = new InOrder();
const onError = (error: unknown) => log.error({ err: error }, 'not heard');
void consume(
  bus.subscribe(audioSubjects.microphone),
  (message) => inOrder.run(deviceOf(message), () => hear(deviceOf(message), fromBytes(message.data)).catch(onError)),
  onError,
);

on('voice.stage', (report, { context }) => receiveStageReport(report, context));
on('voice.playback', (event, { id }) => {
  const turn = turns.get(id);
  if (event.state === 'started') turn?.playbackStarted(event.at);
  else turn?.playbackEnded(event.at, event.outcome);
});
on('voice.failed', (_event, { id }) => turns.get(id)?.end('error'));

await ready();

// What was under way on a bus that broke is lost, and with it the turns: the next ones can begin at once.
for await (const { type } of bus.status()) if (type === 'disconnect') turns.forEach((turn) => turn.end('error'));
