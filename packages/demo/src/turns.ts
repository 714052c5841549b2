/** The turns that a service works for: what it does for one ends when nobody wants its result any more. */
import type { StageAttributes, StageOptions } from '@mordomo/voice';
import type { Msg } from '@nats-io/nats-core';
import { turnOf, type TurnTag } from './bus.ts';

/** A turn as a handler sees it. */
export interface Turn extends TurnTag {
  /** Aborted when the user speaks into the reply, and when the turn is over. */
  readonly signal: AbortSignal;
  /** How a stage of this turn runs. */
  stage(attributes: StageAttributes): StageOptions;
}

/** No message of a turn comes later than this after its end. */
const rememberedMs = 60_000;

export class Turns {
  readonly #work = new Map<string, AbortController>();

  /** The turn that a message is about; one whose end was told stays over for messages that come late. */
  of(message: Msg): Turn {
    const turn = turnOf(message);
    const { signal } = this.#workOf(turn.id);
    const stage = (attributes: StageAttributes): StageOptions => ({
      attributes: { 'voice.device': turn.device, ...attributes },
      context: turn.context,
      signal,
    });
    return { ...turn, signal, stage };
  }

  /** Ends the work for a turn. */
  end(id: string): void {
    this.#workOf(id).abort();
  }

  #workOf(id: string): AbortController {
    const known = this.#work.get(id);
    if (known !== undefined) return known;
    const made = new AbortController();
    this.#work.set(id, made);
    made.signal.addEventListener('abort', () => void setTimeout(() => this.#work.delete(id), rememberedMs).unref());
    return made;
  }
}
