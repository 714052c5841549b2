/** What a turn is opened and ended with, and how much of it can be used where nobody has checked its types. */
import { attributes as key, outcomes, type Outcome } from '@mordomo/semconv';
import { trace, type Context, type Link } from '@opentelemetry/api';
import { now } from './clock.ts';
import { isContext, isObject, isOneOf, sayUnused, shown, usableTimeIfAny } from './usable.ts';

/** Another turn that this one has to do with. Two turns are two traces, and a link is all that joins them. */
export interface TurnLink {
  readonly to: { readonly context: Context };
  /** `interrupts`: it speaks into the other’s reply. `follows`: same conversation. `duplicates`: same wake word. */
  readonly as: 'interrupts' | 'follows' | 'duplicates';
}

export interface TurnOptions {
  readonly device: string;
  /** When the user began to say the wake word, in milliseconds since the epoch. Default: now. */
  readonly startTime?: number;
  /** A random name that all turns of a conversation share. */
  readonly conversation?: string;
  readonly links?: readonly TurnLink[];
}

export interface TurnEnd {
  /** Why the turn failed. Its message becomes the span’s status: it must not hold what was said. */
  readonly error?: Error;
  /** With `interrupted`: when the wake word that interrupted was detected, in milliseconds since the epoch. */
  readonly interruptedAt?: number;
}

interface UsableTurn {
  readonly device: string;
  readonly startTime: number;
  readonly conversation: string | undefined;
  readonly links: Link[];
}

export function usableTurn(options: unknown): UsableTurn {
  const { device, startTime, conversation, links = [] } = isObject(options) ? options : {};
  return {
    device: textOf(device) ?? unknownDevice(device),
    startTime: usableTimeIfAny(startTime, now(), 'such a startTime of a turn') ?? now(),
    conversation: conversation === undefined ? undefined : usableConversation(conversation),
    links: usableLinks(links),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function unknownDevice(device: unknown): string {
  sayUnused('the device of a turn', `${shown(device)} is no name such as "kitchen"; the turn’s device is "unknown"`);
  return 'unknown';
}

function usableConversation(conversation: unknown): string | undefined {
  if (typeof conversation === 'string') return conversation;
  sayUnused('the conversation of a turn', `${shown(conversation)} is no name`);
  return undefined;
}

function usableLinks(links: unknown): Link[] {
  if (Array.isArray(links)) return links.flatMap(usableLink);
  sayUnused('what a turn links to', `${shown(links)} is no array`);
  return [];
}

function usableLink(link: unknown): Link[] {
  const { to, as } = isObject(link) ? link : {};
  if (!isObject(to) || !isContext(to['context']) || !isOneOf(key.link.oneOf ?? [], as)) {
    sayUnused('a link of a turn', `it is not such as { to: turn, as: "follows" }`);
    return [];
  }
  const context = trace.getSpanContext(to['context']);
  return context === undefined ? [] : [{ context, attributes: { [key.link.key]: as } }];
}

export function usableOutcome(outcome: unknown): Outcome {
  if (isOneOf(outcomes, outcome)) return outcome;
  sayUnused('the outcome of a turn', `${shown(outcome)} is none of ${outcomes.join(', ')}; it is taken for error`);
  return 'error';
}

/** @param turnStart milliseconds since the epoch */
export function usableEnd(how: unknown, turnStart: number): TurnEnd {
  const { error, interruptedAt } = isObject(how) ? how : {};
  const time = usableTimeIfAny(interruptedAt, turnStart, 'such an interruptedAt of a turn');
  if (error !== undefined && !(error instanceof Error)) sayUnused('the error of a turn', `${shown(error)} is no Error`);
  return { ...(error instanceof Error && { error }), ...(time !== undefined && { interruptedAt: time }) };
}
