import { expect, test } from 'vitest';
import { commands, normalizeSentence, parseCommand, replyTo, spokenRequest } from './commands.ts';
import { commandGrammar, grammarWords } from './grammar.ts';

test('the house understands at least 200 sentences, each with one meaning', () => {
  expect(commands.length).toBeGreaterThanOrEqual(200);
  expect(new Set(commands.map(({ text }) => text)).size).toBe(commands.length);
});

test('a command is understood whatever its case, punctuation, figures or leading wake word', () => {
  expect(parseCommand('Mordomo, turn on the living-room lights!')).toEqual({
    intent: 'lights_on',
    slots: { room: 'living room' },
    text: 'turn on the living room lights',
  });
  expect(parseCommand('Dim the office lights to 40%')?.slots).toEqual({ room: 'office', percent: 'forty' });
  expect(parseCommand('set the kitchen temperature to 22 degrees')?.slots.degrees).toBe('twenty two');
});

test('a sentence that is no command means nothing', () => {
  for (const text of [
    '',
    'mordomo',
    'turn on the kitchen',
    'please turn on the kitchen lights now',
    'turn on the 100',
  ]) {
    expect([text, parseCommand(text)]).toEqual([text, undefined]);
  }
});

test('what is said to the house means the command again', () => {
  for (const { text } of commands) expect(parseCommand(spokenRequest(text))?.text).toBe(text);
});

test('the house answers with full sentences and leaves no gap unfilled', () => {
  const now = new Date('2026-03-04T15:05:00');
  const replies = commands.map((command) => replyTo(command, now)).filter((reply) => reply !== undefined);
  for (const reply of replies) expect(reply).toMatch(/^[A-Z](?!.*(undefined|\{)).*[.]$/);
  expect(replyTo({ intent: 'time_get', slots: {}, text: 'what time is it' }, now)).toMatch(/^It is 3:05\sPM\.$/);
});

test('only a language model can answer some of the commands', () => {
  const unanswered = commands.filter((command) => replyTo(command, new Date()) === undefined);
  expect(new Set(unanswered.map(({ intent }) => intent))).toEqual(new Set(['weather_get', 'joke', 'story']));
});

test('the grammar has a rule for every gap, and its words are plain', () => {
  const grammar = commandGrammar();
  const defined = new Set([...grammar.matchAll(/^(?:public )?<(\w+)> =/gm)].map((match) => match[1]));
  for (const [, used] of grammar.matchAll(/<(\w+)>/g)) expect(defined).toContain(used);
  for (const word of grammarWords()) expect(word).toMatch(/^[a-z]+$/);
});

test('a sentence is compared in one spelling', () => {
  expect(normalizeSentence('  Mordomo:  What TIME is it? ')).toBe('what time is it');
});
