/** What the brain does with a sentence: answers a household command itself, and asks a language model for the rest. */
import type { Outcome } from '@mordomo/semconv';
import type { RunningStage, StageAttributes } from '@mordomo/voice';
import { bySentence } from '@mordomo/voice/language-model';
import { acceptedConfidence } from '../engines/engine.ts';
import { normalizeSentence, parseCommand, replyTo, type Command } from '../home/commands.ts';
import { answerKnownTo, keepAnswer } from './answer-cache.ts';
import { cloud } from './cloud.ts';
import { actOn } from './core-api.ts';

export interface Question {
  readonly text: string;
  /** 0 to 1. Default: 1, for text that was typed. */
  readonly confidence?: number;
  /** What the household asked before in this conversation. */
  readonly before?: Command | undefined;
  /** Whether the voice is one of the household. Default: true, for text that was typed. */
  readonly isKnownSpeaker?: boolean;
  /** Aborted when nobody wants the answer any more. */
  readonly signal?: AbortSignal;
}

/** A thought in progress: the reply comes sentence by sentence, and the work is done as they are taken. */
export interface Thought {
  readonly attributes: StageAttributes;
  readonly outcome: Outcome;
  /** What was asked for, if it was understood and may be done. */
  readonly command?: Command;
  readonly sentences: (stage: RunningStage) => AsyncIterable<string>;
}

const ownAnswer = (model: 'grammar' | 'cache', intent: string): StageAttributes => ({
  'gen_ai.provider.name': 'mordomo',
  'gen_ai.request.model': model,
  'voice.brain.location': 'local',
  'voice.brain.intent': intent,
});

/** Whether the command is done for people of the household only: then the brain waits to be told who spoke. */
export const isGuarded = (text: string): boolean => parseCommand(text)?.intent === 'door_unlock';

export function think({ text, confidence = 1, before, isKnownSpeaker = true, signal }: Question): Thought {
  const command = parseCommand(text, before);
  if (command === undefined) return say('no_text', 'none', 'Sorry, I did not understand that.');
  if (confidence < acceptedConfidence) return askModel(command, 'unsure', signal);
  if (isGuarded(text) && !isKnownSpeaker)
    return say('rejected_speaker', command.intent, 'Sorry, I do not know your voice. The door stays locked.');
  const reply = replyTo(command, new Date());
  return reply === undefined ? ask(command, signal) : act(command, reply);
}

const say = (outcome: Outcome, intent: string, reply: string): Thought => ({
  attributes: ownAnswer('grammar', intent),
  outcome,
  sentences: () => bySentence(once(reply)),
});

const act = (command: Command, reply: string): Thought => ({
  attributes: ownAnswer('grammar', command.intent),
  outcome: 'answered',
  command,
  sentences: async function* () {
    await actOn(command);
    yield* bySentence(once(reply));
  },
});

/** An answer that is known already is given again: it costs nothing and takes no time. */
function ask(command: Command, signal: AbortSignal | undefined): Thought {
  const prompt = normalizeSentence(command.text);
  const known = answerKnownTo(prompt);
  if (known === undefined) return askModel(command, command.intent, signal, (answer) => keepAnswer(prompt, answer));
  return {
    attributes: ownAnswer('cache', command.intent),
    outcome: 'answered',
    command,
    sentences: () => bySentence(once(known)),
  };
}

const askModel = (
  command: Command,
  intent: string,
  signal: AbortSignal | undefined,
  onAnswer: (answer: string) => void = () => {},
): Thought => ({
  attributes: { ...cloud.attributes, 'voice.brain.intent': intent },
  outcome: 'answered',
  command,
  sentences: async function* (stage) {
    let answer = '';
    const prompt = { role: 'user', content: normalizeSentence(command.text) } as const;
    const pieces = cloud.stream([prompt], { stage, ...(signal && { signal }) });
    for await (const sentence of bySentence(pieces)) {
      answer += `${sentence} `;
      yield sentence;
    }
    onAnswer(answer);
  },
});

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
