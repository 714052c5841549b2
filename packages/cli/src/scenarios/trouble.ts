/** Scenarios in which something goes wrong, or somebody does what nobody expects. */
import { metrics } from '@mordomo/semconv';
import { change, type Scenario } from './scenario.ts';
import { allStages, answeredLocally, byCloud, heardStages } from './turns.ts';

export const falseWake: Scenario = {
  brief: 'the house takes a word of a conversation for its wake word',
  people: [[{ say: 'we watched a film about a mordomo yesterday evening', isBare: true }]],
  turns: [{ outcome: 'no_text', stages: allStages, attributes: { brain: { 'voice.brain.intent': 'none' } } }],
  metrics: [
    change(metrics.wakeWordDetections, { device: 'kitchen' }),
    change(metrics.turns, { outcome: 'no_text', device: 'kitchen' }),
  ],
};

export const noSpeech: Scenario = {
  brief: 'the wake word, and then nothing',
  people: [[{ say: '' }]],
  turns: [{ outcome: 'no_speech', stages: ['wake', 'listen'] }],
  metrics: [
    change(metrics.turns, { outcome: 'no_speech', device: 'kitchen' }),
    change(metrics.responseLatency, { device: 'kitchen' }, 0),
  ],
};

export const unknownSpeaker: Scenario = {
  brief: 'a voice that nobody knows wants a door opened',
  people: [[{ say: 'unlock the front door', voice: 'visitor' }]],
  turns: [
    {
      outcome: 'rejected_speaker',
      stages: allStages,
      attributes: { speaker: { 'voice.speaker.known': false }, brain: { 'voice.brain.intent': 'door_unlock' } },
    },
  ],
  metrics: [
    change(metrics.turns, { outcome: 'rejected_speaker', device: 'kitchen' }),
    change(metrics.speakerIdentifications, { result: 'unknown' }),
  ],
};

export const bargeIn: Scenario = {
  brief: 'somebody speaks into the reply',
  people: [[{ say: 'tell me a story about the ocean' }, { say: 'stop the music', isBargeIn: true }]],
  turns: [
    { outcome: 'interrupted', stages: allStages, attributes: { playback: { 'voice.interrupted': true } } },
    answeredLocally('music_stop'),
  ],
  metrics: [
    change(metrics.turns, { outcome: 'interrupted', device: 'kitchen' }),
    change(metrics.bargeInReaction, { device: 'kitchen' }),
  ],
};

export const lowConfidence: Scenario = {
  brief: 'speech-to-text is not sure, so the cloud is asked',
  people: [[{ say: 'tell me about the moon', voice: 'rms' }]],
  turns: [byCloud('unsure')],
  metrics: [change(metrics.llmRequests, { location: 'cloud', outcome: 'ok' })],
};

export const rateLimited: Scenario = {
  brief: 'the cloud model refuses the first attempt (429) and answers the second',
  faults: { refusals: 1 },
  people: [[{ say: 'tell me a joke' }]],
  turns: [{ ...byCloud('joke'), spans: { 'chat stand-in': 2 } }],
  metrics: [
    change(metrics.llmRequests, { location: 'cloud', outcome: 'ok' }),
    change(metrics.llmRetries, { reason: 'rate_limited' }),
  ],
};

export const brokenAnswer: Scenario = {
  brief: 'the cloud model breaks off in the middle of its answer: nobody knows what it cost',
  faults: { brokenAnswers: 1 },
  people: [[{ say: 'what is the weather like today' }]],
  turns: [{ ...byCloud('weather_get'), outcome: 'error' }],
  metrics: [
    change(metrics.llmRequests, { location: 'cloud', outcome: 'error' }),
    change(metrics.llmUnpricedRequests, { model: 'stand-in' }),
    change(metrics.llmCost, {}, 0),
    change(metrics.turns, { outcome: 'error', device: 'kitchen' }),
  ],
};

export const slowTts: Scenario = {
  brief: 'the speech synthesis is 600 ms slower than usual and breaks its budget',
  faults: { delays: { tts: 600 } },
  people: [[{ say: 'what time is it' }]],
  turns: [{ ...answeredLocally('time_get'), breaks: 'tts' }],
  metrics: [change(metrics.budgetsBroken, { budget: 'tts' })],
};

export const slowStt: Scenario = {
  brief: 'speech-to-text is 800 ms slower than usual: see the report find it',
  faults: { delays: { stt: 800 } },
  people: [[{ say: 'what time is it' }]],
  turns: [{ ...answeredLocally('time_get'), breaks: 'stt', turn: { 'voice.turn.slowest_part': 'stt' } }],
  metrics: [change(metrics.budgetsBroken, { budget: 'stt' })],
};

export const stalledBrain: Scenario = {
  brief: 'the brain’s process is busy for 300 ms before it takes up the transcript: nobody’s time',
  faults: { stalls: { 'mordomo-brain': 300 } },
  people: [[{ say: 'what day is it today' }]],
  turns: [{ ...answeredLocally('date_get'), breaks: 'unattributed' }],
  unattributedSeconds: 0.3,
  metrics: [
    change(metrics.budgetsBroken, { budget: 'unattributed' }),
    { ...change(metrics.eventLoopStall, {}), orMore: true },
  ],
};

export const brainDown: Scenario = {
  brief: 'the brain does not run',
  faults: { down: ['mordomo-brain'], patienceMs: 3000 },
  people: [[{ say: 'stop the music' }]],
  turns: [{ outcome: 'timeout', stages: heardStages }],
  metrics: [change(metrics.turns, { outcome: 'timeout', device: 'kitchen' })],
};

export const twoWakes: Scenario = {
  brief: 'two devices in one room hear the same wake word',
  people: [
    [{ say: 'turn down the volume', device: 'kitchen' }],
    [{ say: 'turn down the volume', device: 'kitchen-shelf' }],
  ],
  turns: [answeredLocally('volume_down'), { outcome: 'duplicate_wake', stages: ['wake'] }],
  isRace: true,
  metrics: [
    change(metrics.wakeWordDetections, { device: 'kitchen' }),
    change(metrics.wakeWordDetections, { device: 'kitchen-shelf' }),
  ],
};
