/** Spans of a turn. Stages are direct children of `voice.turn`. */
import * as attributes from './attributes.ts';
import { span } from './define.ts';
import type { Stage } from './stages.ts';

export const turn = span({
  name: 'voice.turn',
  brief: 'One request of the user: onset of the wake word → end of the reply’s playback.',
  attributes: [
    attributes.device,
    attributes.outcome,
    attributes.conversation,
    attributes.wakeToSpeech,
    attributes.responseLatency,
    attributes.endpointingDelay,
    attributes.unattributed,
    attributes.verdict,
    attributes.slowestPart,
    attributes.overBudget,
    attributes.budgets,
    attributes.wakeDetectedAt,
    attributes.speechEndedAt,
    attributes.endpointDecidedAt,
    attributes.finalTranscriptAt,
    attributes.firstTokenAt,
    attributes.firstSentenceAt,
    attributes.firstAudioByteAt,
    attributes.playbackStartedAt,
    attributes.playbackEndedAt,
    attributes.cost,
    attributes.errorType,
  ],
});

/**
 * The member of the W3C trace state that holds the id of the turn’s span. Everything below the turn inherits it, in every
 * process: whoever sends something on for a turn lets it carry the context of this span instead of its own.
 */
export const turnTraceStateMember = 'mordomo';

/** What any stage may carry besides its name. */
export const stage = span({
  name: 'voice.<stage>',
  brief: 'One stage of the turn.',
  attributes: [
    attributes.stage,
    attributes.device,
    attributes.engine,
    attributes.model,
    attributes.language,
    attributes.interrupted,
    attributes.wakeScore,
    attributes.confidence,
    attributes.transcript,
    attributes.transcriptLength,
    attributes.speaker,
    attributes.speakerKnown,
    attributes.intent,
    attributes.location,
    attributes.reply,
    attributes.replyLength,
    attributes.segment,
    attributes.characters,
    attributes.audioSeconds,
    attributes.provider,
    attributes.requestModel,
    attributes.inputTokens,
    attributes.cachedTokens,
    attributes.outputTokens,
    attributes.cost,
    attributes.errorType,
  ],
});

/** The span name of a stage. */
export const stageSpanName = <Name extends Stage>(name: Name): `voice.${Name}` => `voice.${name}`;

/** A streamed brain: start → first sentence handed to the speech synthesis. Ends before that begins. */
export const firstSentence = span({
  name: 'voice.brain.first_sentence',
  brief: 'Transcript handed to the brain → first sentence handed to the speech synthesis.',
  attributes: stage.attributes,
});

/** A streamed speech synthesis: start → first audio handed to the player. Ends before that begins. */
export const firstAudio = span({
  name: 'voice.tts.first_audio',
  brief: 'Sentence handed to the speech synthesis → its first audio handed to the player.',
  attributes: stage.attributes,
});

/** A language model was asked: GenAI conventions, name `chat <model>`; each attempt is one. */
export const chat = span({
  name: 'chat',
  brief: 'One attempt to have a language model answer.',
  attributes: [
    attributes.operation,
    attributes.provider,
    attributes.requestModel,
    attributes.responseModel,
    attributes.requestStream,
    attributes.responseId,
    attributes.finishReasons,
    attributes.timeToFirstChunk,
    attributes.inputTokens,
    attributes.cachedTokens,
    attributes.outputTokens,
    attributes.reasoningTokens,
    attributes.cost,
    attributes.location,
    attributes.interrupted,
    attributes.serverAddress,
    attributes.serverPort,
    attributes.inputMessages,
    attributes.outputMessages,
    attributes.errorType,
  ],
});

/** A tool ran because the model asked for it: GenAI conventions, name `execute_tool <tool>`. */
export const executeTool = span({
  name: 'execute_tool',
  brief: 'A tool that the language model asked for.',
  attributes: [
    attributes.operation,
    attributes.toolName,
    attributes.toolType,
    attributes.toolCallId,
    attributes.toolArguments,
    attributes.toolResult,
    attributes.errorType,
  ],
});

/** What `mordomo doctor` sends through everything. */
export const doctorProbe = span({
  name: 'mordomo.doctor.probe',
  brief: 'Sent by `mordomo doctor` to see whether spans arrive.',
  attributes: [],
});

/** A message was sent, received, handled or settled: messaging conventions, name `<operation> <subject>`. */
export const message = span({
  name: '<operation> <subject>',
  brief: 'A NATS message was published, requested, received, handled or acknowledged; subjects of the turn have none.',
  attributes: [
    attributes.messagingSystem,
    attributes.messagingOperation,
    attributes.messagingOperationType,
    attributes.destination,
    attributes.subject,
    attributes.messageId,
    attributes.messageSize,
    attributes.consumerGroup,
    attributes.natsStream,
    attributes.natsSequence,
    attributes.natsDeliveries,
    attributes.serverAddress,
    attributes.serverPort,
    attributes.errorType,
  ],
});
