/** A turn lasts 25 s of waiting and 15 s of speaking at most; longer than this, its end was lost. */
const longestTurnMs = 60_000;
/** Who speaks again within this time goes on with the conversation. */
export const followUpMs = 30_000;

interface Conversation {
  readonly turns: Set<string>;
  timer: NodeJS.Timeout;
}

/**
 * Which conversations are open, told by events that may get lost or come alone: the number is never below zero, and one
 * whose end never came does not stay for ever.
 */
export class Conversations {
  readonly #open = new Map<string, Conversation>();
  readonly #onChange: (by: 1 | -1) => void;

  constructor(onChange: (by: 1 | -1) => void) {
    this.#onChange = onChange;
  }

  /** A turn of the conversation has begun. */
  begin(id: string, turn: string): void {
    const known = this.#open.get(id);
    if (known === undefined) this.#onChange(1);
    clearTimeout(known?.timer);
    const turns = (known?.turns ?? new Set()).add(turn);
    this.#open.set(id, { turns, timer: this.#closeAfter(longestTurnMs, id) });
  }

  /** A turn is over; the conversation is, if no other turn follows soon. */
  end(id: string, turn: string): void {
    const known = this.#open.get(id);
    if (!known?.turns.delete(turn) || known.turns.size > 0) return;
    clearTimeout(known.timer);
    known.timer = this.#closeAfter(followUpMs, id);
  }

  #closeAfter(milliseconds: number, id: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#open.delete(id);
      this.#onChange(-1);
    }, milliseconds).unref();
  }
}
