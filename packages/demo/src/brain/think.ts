/** What the brain does with a sentence: answers a household command itself, and asks a language model for the rest. */
import type { Outcome } from '@mordomo/semconv';
import type { StageAttributes } from '@mordomo/voice';
import { normalizeSentence, parseCommand, replyTo, type Command } from '../home/commands.ts';
import { chat } from './language-model.ts';
import { actOn, remember } from './core-api.ts';
import { bySentence } from './sentences.ts';

/** A thought in progress: the reply comes sentence by sentence. */
export interface Thought {
  readonly attributes: StageAttributes;
  readonly outcome: Outcome;
  readonly sentences: AsyncIterable<string>;
}

const local = {
  'gen_ai.provider.name': 'mordomo',
  'gen_ai.request.model': 'grammar',
  'voice.brain.location': 'local',
} as const;
const cloud = {
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'stand-in',
  'voice.brain.location': 'cloud',
} as const;

/** Begins to think; the work is done as the sentences are taken. */
export function think(text: string): Thought {
  const command = parseCommand(text);
  if (command === undefined) {
    const sentences = once('Sorry, I did not understand that.');
    return { attributes: { ...local, 'voice.brain.intent': 'none' }, outcome: 'no_text', sentences };
  }
  const reply = replyTo(command, new Date());
  const attributes = { ...(reply === undefined ? cloud : local), 'voice.brain.intent': command.intent };
  return { attributes, outcome: 'answered', sentences: answer(command, reply) };
}

async function* answer(command: Command, reply: string | undefined): AsyncIterable<string> {
  if (reply === undefined) yield* bySentence(chat(cloud['gen_ai.request.model'], normalizeSentence(command.text)));
  else {
    await actOn(command);
    yield* bySentence(once(reply));
  }
  await remember(command).catch(() => {}); // it was answered all the same; the failed request is a span of the turn
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
