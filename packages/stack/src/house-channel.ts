/** The owner's end of the channel to a house: requests and the answers to them. */
import type { ChildProcess } from 'node:child_process';
import { StackError } from './errors.ts';
import type { HeardTurn, HouseEvent, HouseFaults, HouseRequest, HouseService, SpokenRequest } from './house.ts';

type Answer = HeardTurn | undefined;

interface Pending extends PromiseWithResolvers<Answer> {
  readonly onReplying: () => void;
}

export class HouseChannel {
  /** The services, once all of them can be spoken to. @throws StackError */
  readonly ready: Promise<readonly HouseService[]>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Why nothing will be answered any more. */
  #over: StackError | undefined;

  constructor(child: ChildProcess, ended: Promise<void>, onProgress: (text: string) => void) {
    this.#child = child;
    const { promise, resolve, reject } = Promise.withResolvers<readonly HouseService[]>();
    this.ready = promise;
    const close = (message: string) => {
      this.#over ??= new StackError(message);
      reject(this.#over);
      for (const pending of this.#pending.values()) pending.reject(this.#over);
    };
    child.on('message', (event: HouseEvent) => {
      if (event.type === 'progress') onProgress(event.text);
      else if (event.type === 'ready') resolve(event.services);
      else if (event.type === 'over') close(event.message);
      else this.#take(event);
    });
    void ended.then(() => close('The demo house ended unexpectedly; its last words are above.'));
  }

  async speak(request: SpokenRequest, onReplying: () => void = () => {}): Promise<HeardTurn> {
    const turn = await this.#ask((id) => ({ id, speak: request }), onReplying);
    if (turn === undefined) throw new StackError('The demo house answered without a turn; start it again.');
    return turn;
  }

  async setFaults(faults: HouseFaults): Promise<void> {
    await this.#ask(
      (id) => ({ id, faults }),
      () => {},
    );
  }

  #ask(request: (id: number) => HouseRequest, onReplying: () => void): Promise<Answer> {
    if (this.#over !== undefined) throw this.#over;
    this.#lastId += 1;
    const pending: Pending = { ...Promise.withResolvers<Answer>(), onReplying };
    this.#pending.set(this.#lastId, pending);
    this.#child.send(request(this.#lastId), () => {}); // where it fails, the house has ended
    return pending.promise;
  }

  #take(event: Extract<HouseEvent, { readonly id: number }>): void {
    const pending = this.#pending.get(event.id);
    if (event.type === 'replying') return pending?.onReplying();
    this.#pending.delete(event.id);
    if (event.type === 'turn') pending?.resolve(event.turn);
    else if (event.type === 'done') pending?.resolve(undefined);
    else pending?.reject(new StackError(event.message));
  }
}
