/** Scenarios in which all goes well. */
import { metrics } from '@mordomo/semconv';
import { change, type ExpectedTurn, type Scenario, type Step } from './scenario.ts';
import { allStages, answeredLocally, byCloud } from './turns.ts';

const kitchenLights = { say: 'turn on the kitchen lights' };
const moon = { say: 'tell me a story about the moon' };

export const local: Scenario = {
  brief: 'a command that the house answers itself',
  people: [[kitchenLights]],
  turns: [answeredLocally('lights_on')],
  metrics: [
    change(metrics.wakeWordDetections, { device: 'kitchen' }),
    change(metrics.wakeScore, { device: 'kitchen' }),
    change(metrics.turns, { outcome: 'answered', device: 'kitchen' }),
    change(metrics.wakeToSpeech, { device: 'kitchen' }),
    change(metrics.responseLatency, { device: 'kitchen' }),
    change(metrics.endpointingDelay, { device: 'kitchen' }),
    change(metrics.criticalPath, { part: 'brain' }),
    change(metrics.unattributed, {}),
    change(metrics.sttLatency, {}),
    change(metrics.ttsGeneration, {}),
    change(metrics.timeToFirstAudioByte, {}),
    change(metrics.llmRequests, { location: 'local', outcome: 'ok' }),
    change(metrics.timeToFirstSentence, { location: 'local' }),
    change(metrics.speakerIdentifications, { result: 'match' }),
    change(metrics.realTimeFactor, { stage: 'stt' }),
    change(metrics.eventsPublished, { subject: 'voice.transcript' }),
  ],
};

export const cloud: Scenario = {
  brief: 'a question for the (stand-in) cloud model, spoken while it writes',
  people: [[moon]],
  turns: [byCloud('story')],
  metrics: [
    change(metrics.llmRequests, { location: 'cloud', outcome: 'ok' }),
    change(metrics.llmLatency, { location: 'cloud' }),
    change(metrics.timeToFirstToken, { location: 'cloud' }),
    change(metrics.timeToFirstSentence, { location: 'cloud' }),
    change(metrics.ttsGeneration, {}, 3),
    change(metrics.llmCacheLookups, { result: 'miss' }),
  ],
};

export const cacheHit: Scenario = {
  brief: 'the same question twice: the second time the answer is known',
  people: [[{ say: 'tell me a story about a robot' }, { say: 'tell me a story about a robot' }]],
  turns: [
    byCloud('story'),
    {
      outcome: 'answered',
      stages: allStages,
      spans: { 'chat stand-in': 0 },
      attributes: { brain: { 'voice.brain.location': 'local', 'gen_ai.request.model': 'cache' } },
    },
  ],
  metrics: [
    change(metrics.llmCacheLookups, { result: 'hit' }),
    change(metrics.llmCacheLookups, { result: 'miss' }),
    change(metrics.llmRequests, { location: 'cloud' }),
    change(metrics.llmRequests, { model: 'cache' }),
  ],
};

export const followUp: Scenario = {
  brief: 'a second request that only makes sense after the first, in the same conversation',
  people: [
    [
      { say: 'turn on the garden lights', device: 'bedroom' },
      { say: 'do the same in the office', device: 'bedroom' },
    ],
  ],
  turns: [answeredLocally('lights_on'), answeredLocally('lights_on')],
  metrics: [change(metrics.turns, { outcome: 'answered', device: 'bedroom' }, 2)],
};

export const feedback: Scenario = {
  brief: 'people say in the app whether the house knew their voice',
  people: [
    [
      kitchenLights,
      { feedback: 'right', device: 'kitchen' },
      { feedback: 'right', device: 'kitchen' },
      { feedback: 'right', device: 'kitchen' },
      { feedback: 'wrong', device: 'kitchen' },
    ],
  ],
  turns: [answeredLocally('lights_on')],
  metrics: [
    change(metrics.speakerIdentifications, { result: 'confirmed' }, 3),
    change(metrics.speakerIdentifications, { result: 'corrected' }),
    change(metrics.speakerAccuracy, { device: 'kitchen' }, 0.75),
  ],
};

const rounds = 20;

/** Each with words and a voice of their own, so that a turn that got something of another's is found out. */
const rooms = [
  { device: 'kitchen', voice: 'slt', say: 'turn up the volume', intent: 'volume_up' },
  { device: 'bedroom', voice: 'rms', say: 'stop the music', intent: 'music_stop' },
  { device: 'office', voice: 'awb', say: 'cancel the timer', intent: 'timer_cancel' },
] as const;

export const threeRooms: Scenario = {
  brief: `${rounds} turns in a row from three rooms at once`,
  people: rooms.map(({ device, voice, say }) => Array.from({ length: rounds }, (): Step => ({ device, voice, say }))),
  turns: rooms.flatMap(({ device, intent }) =>
    Array.from({ length: rounds }, (): ExpectedTurn => ({
      ...answeredLocally(intent),
      turn: { 'voice.device': device },
    })),
  ),
  metrics: rooms.map(({ device }) => change(metrics.turns, { outcome: 'answered', device }, rounds)),
};
