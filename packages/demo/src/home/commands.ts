import { numberInWords } from './numbers.ts';
import { type Slots, type SlotName, slots } from './slots.ts';

export const wakeWord = 'mordomo';

/** A sentence that the household understands. */
export interface Command {
  readonly intent: string;
  readonly slots: Slots;
  /** The sentence, in the words and spelling of the grammar. */
  readonly text: string;
}

export interface CommandTemplate {
  readonly intent: string;
  /** Words with `{slot}` gaps. */
  readonly pattern: string;
  /** What the house answers: one or two sentences. Left out where only a language model knows what to say. */
  readonly reply?: (slots: Slots, now: Date) => string;
}

/** Repeats what was asked before, elsewhere. */
const followUp = 'follow_up';

/** Everything one can say to the house, after "mordomo". */
export const templates: readonly CommandTemplate[] = [
  { intent: 'lights_on', pattern: 'turn on the {room} lights', reply: ({ room }) => `The ${room} lights are on.` },
  { intent: 'lights_off', pattern: 'turn off the {room} lights', reply: ({ room }) => `The ${room} lights are off.` },
  {
    intent: 'lights_dim',
    pattern: 'dim the {room} lights to {percent} percent',
    reply: ({ room, percent }) => `Dimming the ${room} lights. They are now at ${percent} percent.`,
  },
  {
    intent: 'temperature_set',
    pattern: 'set the {room} temperature to {degrees} degrees',
    reply: ({ room, degrees }) => `All right. The ${room} will soon have ${degrees} degrees.`,
  },
  {
    intent: 'temperature_get',
    pattern: 'what is the temperature in the {room}',
    reply: ({ room }) => `It is twenty one degrees in the ${room}.`,
  },
  {
    intent: 'timer_set',
    pattern: 'set a timer for {minutes} minutes',
    reply: ({ minutes }) => `Your timer is running. I will call you in ${minutes} minutes.`,
  },
  { intent: 'timer_get', pattern: 'how much time is left on the timer', reply: () => 'There are four minutes left.' },
  { intent: 'timer_cancel', pattern: 'cancel the timer', reply: () => 'The timer is cancelled.' },
  {
    intent: 'alarm_set',
    pattern: 'wake me up at {hour} in the morning',
    reply: ({ hour }) => `Your alarm is set. I will wake you at ${hour}.`,
  },
  { intent: 'time_get', pattern: 'what time is it', reply: (_, now) => `It is ${spokenTime(now)}.` },
  { intent: 'date_get', pattern: 'what day is it today', reply: (_, now) => `Today is ${spokenDate(now)}.` },
  { intent: 'music_play', pattern: 'play some {genre}', reply: ({ genre }) => `Here comes some ${genre}. Enjoy.` },
  { intent: 'music_stop', pattern: 'stop the music', reply: () => 'The music has stopped.' },
  { intent: 'music_next', pattern: 'skip to the next song', reply: () => 'Here is the next song.' },
  { intent: 'volume_up', pattern: 'turn up the volume', reply: () => 'The volume is up.' },
  { intent: 'volume_down', pattern: 'turn down the volume', reply: () => 'The volume is down.' },
  {
    intent: 'covering_open',
    pattern: 'open the {room} {covering}',
    reply: ({ room, covering }) => `Opening the ${covering}. Good light to you in the ${room}.`,
  },
  {
    intent: 'covering_close',
    pattern: 'close the {room} {covering}',
    reply: ({ room, covering }) => `The ${room} ${covering} are closed.`,
  },
  { intent: 'door_lock', pattern: 'lock the {door}', reply: ({ door }) => `The ${door} is locked.` },
  { intent: 'door_unlock', pattern: 'unlock the {door}', reply: ({ door }) => `The ${door} is unlocked.` },
  {
    intent: 'vacuum_start',
    pattern: 'vacuum the {room}',
    reply: ({ room }) => `The robot is on its way to the ${room}.`,
  },
  { intent: 'weather_get', pattern: 'what is the weather like {day}' },
  { intent: 'joke', pattern: 'tell me a joke' },
  { intent: 'story', pattern: 'tell me a story about {subject}' },
  { intent: followUp, pattern: 'do the same in the {room}', reply: () => 'I do not know what to repeat.' },
];

const commandsByText = new Map(templates.flatMap(expand).map((command) => [command.text, command]));
const templatesByIntent = new Map(templates.map((template) => [template.intent, template]));

/** Every sentence of the grammar once. */
export const commands: readonly Command[] = [...commandsByText.values()];

/**
 * The spelling in which sentences are compared: lower case, single spaces, no punctuation, numbers up to 99 in words, no
 * wake word in front.
 */
export function normalizeSentence(text: string): string {
  const spelled = text.toLowerCase().replaceAll('%', ' percent ').replaceAll(/\d+/g, numberInWords);
  const words = spelled
    .replaceAll(/[^a-z' ]+/g, ' ')
    .trim()
    .split(/ +/);
  return words.slice(words[0] === wakeWord ? 1 : 0).join(' ');
}

/**
 * The command that a sentence means, whatever its case, punctuation or leading wake word; undefined if none.
 * @param before what was asked for before in the same conversation, for a sentence that refers to it
 */
export function parseCommand(text: string, before?: Command): Command | undefined {
  const command = commandsByText.get(normalizeSentence(text));
  if (command?.intent !== followUp || before === undefined) return command;
  const { slots: was, intent } = before;
  const { room } = command.slots;
  if (was.room === undefined || room === undefined) return undefined;
  return commands.find((each) => each.intent === intent && isSame(each.slots, { ...was, room }));
}

const isSame = (one: Slots, other: Slots): boolean =>
  Object.entries({ ...one, ...other }).every(([name]) => one[name as SlotName] === other[name as SlotName]);

/** What the house says to a command; undefined where it has to ask a language model. */
export function replyTo(command: Command, now: Date): string | undefined {
  return templatesByIntent.get(command.intent)?.reply?.(command.slots, now);
}

/** How a person says it to the house. */
export function spokenRequest(command: string): string {
  return `${wakeWord}, ${command}`;
}

/** All sentences of a template, one per combination of its slots' words. */
function expand(template: CommandTemplate): Command[] {
  let partial: Command[] = [{ intent: template.intent, slots: {}, text: template.pattern }];
  for (const name of slotNames(template)) {
    partial = partial.flatMap((command) =>
      slots[name].map((word) => ({
        intent: command.intent,
        slots: { ...command.slots, [name]: word },
        text: command.text.replace(`{${name}}`, word),
      })),
    );
  }
  return partial;
}

function slotNames(template: CommandTemplate): SlotName[] {
  return [...template.pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as SlotName);
}

function spokenTime(now: Date): string {
  return now.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}

function spokenDate(now: Date): string {
  return now.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric' });
}
