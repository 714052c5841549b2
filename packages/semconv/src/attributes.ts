/** Attributes of spans and log records. Their keys begin with `voice.`; what upstream has a name for uses that name. */
import { verdicts } from './budgets.ts';
import { attribute, choice } from './define.ts';
import { outcomes, stages } from './stages.ts';

export * from './api-attributes.ts';
export * from './gen-ai-attributes.ts';
export * from './messaging-attributes.ts';
export * from './milestone-attributes.ts';

// Of the turn

export const device = attribute('voice.device', 'string', {
  brief: 'The satellite or board that heard the wake word.',
  metricSafe: true,
});
export const outcome = choice('voice.turn.outcome', outcomes, { brief: 'How the turn ended.', metricSafe: true });
export const wakeToSpeech = attribute('voice.turn.wake_to_speech', 'number', {
  brief: 'Seconds from the detected wake word to the first audio of the reply.',
});
export const responseLatency = attribute('voice.turn.response_latency', 'number', {
  brief: 'Seconds from the end of the user’s speech to the first audio of the reply.',
});
export const endpointingDelay = attribute('voice.turn.endpointing_delay', 'number', {
  brief: 'Seconds from the end of the user’s speech until the house was sure of it.',
});
export const unattributed = attribute('voice.turn.unattributed', 'number', {
  brief: 'Seconds of the response latency in which no stage was at work.',
});
export const verdict = choice('voice.turn.verdict', verdicts, {
  brief: 'How the response latency felt, by the budgets.',
  metricSafe: true,
});
export const slowestPart = attribute('voice.turn.slowest_part', 'string', {
  brief: 'The part of the response latency that the reply waited for longest.',
});
export const overBudget = attribute('voice.turn.over_budget', 'strings', {
  brief: 'The budgets that the turn broke, such as `tts` or `response`.',
});
export const budgets = attribute('voice.turn.budgets', 'string', {
  brief: 'The budgets in force, in seconds: `endpointing=0.7,stt=0.5,…`.',
});
export const link = choice('voice.link', ['interrupts', 'follows', 'duplicates'], {
  brief: 'Of a link between two turns: what this one does to the other.',
});

// Of any stage

export const stage = choice('voice.stage', stages, {
  brief: 'The stage of the turn that this span is.',
  metricSafe: true,
});
export const engine = attribute('voice.engine', 'string', {
  brief: 'The engine that did the work of the stage, such as `pocketsphinx` or `flite`.',
  metricSafe: true,
});
export const model = attribute('voice.model', 'string', {
  brief: 'The model that the engine used, such as `base.en`.',
  metricSafe: true,
});
export const language = attribute('voice.language', 'string', {
  brief: 'The language of the speech, such as `pt-BR`.',
  metricSafe: true,
});
export const interrupted = attribute('voice.interrupted', 'boolean', {
  brief: 'Whether the stage was broken off because the user spoke into the reply.',
});
export const audioSeconds = attribute('voice.audio_seconds', 'number', {
  brief: 'Seconds of audio that the stage took in or gave out.',
});
export const durationSeconds = attribute('voice.duration_seconds', 'number', { brief: 'Seconds that the stage took.' });

// Of one stage

export const wakeScore = attribute('voice.wake.score', 'number', {
  brief: 'How sure the wake word engine was, 0 to 1.',
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
export const location = choice('voice.brain.location', ['local', 'cloud'], {
  brief: 'Where the answer was made.',
  metricSafe: true,
});
export const cost = attribute('voice.cost_usd', 'number', {
  brief: 'What the language model cost by the price table, in US dollars; absent where that is not known.',
});
export const reply = attribute('voice.brain.reply', 'string', { brief: 'What the house answered.', personal: true });
export const replyLength = attribute('voice.brain.reply_length', 'number', {
  brief: 'Characters of the spoken reply.',
});
export const segment = attribute('voice.tts.segment', 'number', {
  brief: 'Which sentence of the reply this is, from 0.',
});
export const characters = attribute('voice.tts.characters', 'number', { brief: 'Characters that were made speech.' });

// Of others

export const errorType = attribute('error.type', 'string', { brief: 'The class of the error.', metricSafe: true });
export const exceptionType = attribute('exception.type', 'string', {
  brief: 'The class of the error.',
  metricSafe: true,
});
export const exceptionMessage = attribute('exception.message', 'string', { brief: 'What the error says.' });
export const exceptionStacktrace = attribute('exception.stacktrace', 'string', {
  brief: 'Where the error was made, and where its causes were.',
});
export const functionName = attribute('code.function.name', 'string', {
  brief: 'The function that the span is about.',
});
