/** Attributes of spans and log records. Their keys begin with `voice.`; what upstream has a name for uses that name. */
import { attribute, choice } from './define.ts';
import { outcomes, stages } from './stages.ts';

export const stage = choice('voice.stage', stages, {
  brief: 'The stage of the turn that this span is.',
  metricSafe: true,
});
export const device = attribute('voice.device', 'string', {
  brief: 'The satellite or board that heard the wake word.',
  metricSafe: true,
});
export const engine = attribute('voice.engine', 'string', {
  brief: 'The engine that did the work of the stage, such as `pocketsphinx` or `flite`.',
  metricSafe: true,
});
export const outcome = choice('voice.turn.outcome', outcomes, { brief: 'How the turn ended.', metricSafe: true });
export const wakeToSpeech = attribute('voice.turn.wake_to_speech', 'number', {
  brief: 'Seconds from the detected wake word to the first audio of the reply.',
});
export const responseLatency = attribute('voice.turn.response_latency', 'number', {
  brief: 'Seconds from the end of the user’s speech to the first audio of the reply.',
});
export const wakeScore = attribute('voice.wake.score', 'number', {
  brief: 'How sure the wake word engine was; its scale is the engine’s own.',
});
export const confidence = attribute('voice.stt.confidence', 'number', {
  brief: 'Confidence of the transcript, 0 to 1.',
});
export const transcript = attribute('voice.stt.transcript', 'string', {
  brief: 'What the user said, as the engine understood it.',
  personal: true,
});
export const transcriptLength = attribute('voice.stt.transcript_length', 'number', {
  brief: 'Characters of the transcript: says that something was understood without saying what.',
});
export const speaker = attribute('voice.speaker.id', 'string', {
  brief: 'Who spoke, as the household calls them.',
  personal: true,
});
export const speakerKnown = attribute('voice.speaker.known', 'boolean', {
  brief: 'Whether the speaker was recognised as one of the household.',
});
export const intent = attribute('voice.brain.intent', 'string', {
  brief: 'The intent that the brain found, such as `light.on`; one of a fixed list.',
  metricSafe: true,
});
export const replyLength = attribute('voice.brain.reply_length', 'number', {
  brief: 'Characters of the spoken reply.',
});
export const segment = attribute('voice.tts.segment', 'number', {
  brief: 'Which sentence of the reply this is, from 0.',
});
export const audioSeconds = attribute('voice.audio_seconds', 'number', {
  brief: 'Seconds of audio that the stage took in or gave out.',
});
export const durationSeconds = attribute('voice.duration_seconds', 'number', { brief: 'Seconds that the stage took.' });
export const subject = attribute('messaging.destination.template', 'string', {
  brief: 'The NATS subject without ids.',
  metricSafe: true,
});
export const errorType = attribute('error.type', 'string', { brief: 'The class of the error.', metricSafe: true });
export const provider = attribute('gen_ai.provider.name', 'string', {
  brief: 'Who answers the prompt, such as `openai`; `mordomo` for the local brain.',
  metricSafe: true,
});
export const requestModel = attribute('gen_ai.request.model', 'string', {
  brief: 'The model that was asked.',
  metricSafe: true,
});
export const location = choice('voice.brain.location', ['local', 'cloud'], {
  brief: 'Where the answer was made.',
  metricSafe: true,
});
export const operation = choice('gen_ai.operation.name', ['chat'], {
  brief: 'What was asked of the model.',
  metricSafe: true,
});
export const inputTokens = attribute('gen_ai.usage.input_tokens', 'number', { brief: 'Tokens of the prompt.' });
export const outputTokens = attribute('gen_ai.usage.output_tokens', 'number', { brief: 'Tokens of the answer.' });
export const timeToFirstChunk = attribute('gen_ai.response.time_to_first_chunk', 'number', {
  brief: 'Seconds until the first chunk of the answer.',
});
