/** A room with one or more devices that listen: at most one turn at a time, whichever of them heard the wake word. */
import type { Outcome } from '@mordomo/semconv';
import { now, type TurnLink } from '@mordomo/voice';
import { randomUUID } from 'node:crypto';
import { patienceMs } from '../faults.ts';
import { followUpMs } from '../home/conversations.ts';
import { Attention } from './attention.ts';
import type { Heard } from './ear.ts';

type Wake = Extract<Heard, { kind: 'wake' }>;

/** A wake word that a second device hears within this time is the same one. */
const sameWakeMs = 2_000;

export interface RoomListener {
  began(turn: Attention): void;
  /** The user spoke into the reply. @param at milliseconds since the epoch */
  interrupted(turn: Attention, at: number): void;
  /** The user said what they wanted. */
  spoke(turn: Attention, audio: Int16Array): void;
  ended(turn: Attention, outcome: Outcome): void;
}

export class Room {
  readonly #engine: string;
  readonly #listener: RoomListener;
  #turn: Attention | undefined;
  #wokenAt = -Infinity;
  #endedAt = -Infinity;

  /** @param engine the wake word engine */
  constructor(engine: string, listener: RoomListener) {
    this.#engine = engine;
    this.#listener = listener;
  }

  /** One of the devices heard something. @returns whether the device shall go on listening to what follows */
  hear(device: string, heard: Heard): boolean {
    const turn = this.#turn;
    if (heard.kind === 'wake') return this.#wake(device, heard);
    if (turn?.device !== device || turn.isOver) return false;
    if (heard.kind === 'silence') turn.heardNothing();
    else {
      turn.listened(heard);
      this.#listener.spoke(turn, heard.audio);
    }
    return false;
  }

  #wake(device: string, wake: Wake): boolean {
    const before = this.#turn;
    if (before !== undefined && before.device !== device && wake.detected - this.#wokenAt < sameWakeMs) {
      const same = { device, wake, conversation: before.conversation, as: 'duplicates', to: before } as const;
      this.#open(same).end('duplicate_wake');
      return false;
    }
    this.#wokenAt = wake.detected;
    if (before !== undefined && !before.isOver) {
      before.interrupt(wake.detected);
      this.#listener.interrupted(before, wake.detected);
      this.#turn = this.#open({ device, wake, conversation: before.conversation, as: 'interrupts', to: before });
    } else if (before !== undefined && wake.onset - this.#endedAt < followUpMs) {
      this.#turn = this.#open({ device, wake, conversation: before.conversation, as: 'follows', to: before });
    } else this.#turn = this.#open({ device, wake, conversation: randomUUID() });
    return true;
  }

  #open({ device, wake, conversation, as, to }: Opening): Attention {
    const links: TurnLink[] = as === undefined ? [] : [{ as, to }];
    const turn: Attention = new Attention(
      { device, engine: this.#engine, wake, conversation, links },
      patienceMs(),
      (outcome) => {
        if (turn === this.#turn) this.#endedAt = now();
        this.#listener.ended(turn, outcome);
      },
    );
    this.#listener.began(turn);
    return turn;
  }
}

interface Opened {
  readonly device: string;
  readonly wake: Wake;
  readonly conversation: string;
}
type Opening = Opened &
  ({ readonly as?: never; readonly to?: never } | { readonly as: TurnLink['as']; readonly to: Attention });
