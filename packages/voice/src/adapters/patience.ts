import { EngineError } from './engine-error.ts';

/**
 * How long an engine may be silent: aborts its signal when nothing came for so long, and when the caller’s signal is
 * aborted.
 */
export class Patience {
  readonly #what: string;
  readonly #timeoutMs: number;
  readonly #silence = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  /** @param what the engine, as the error’s sentence begins with it */
  constructor(what: string, timeoutMs: number, signal: AbortSignal | undefined) {
    this.#what = what;
    this.#timeoutMs = timeoutMs;
    this.signal = signal === undefined ? this.#silence.signal : AbortSignal.any([this.#silence.signal, signal]);
  }

  /** From now on the engine is waited for. */
  start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const seconds = this.#timeoutMs / 1000;
      const hint = 'it may be overloaded, or still loading its model';
      this.#silence.abort(new EngineError('EngineTimeout', `${this.#what} said nothing for ${seconds} s: ${hint}.`));
    }, this.#timeoutMs);
  }

  /** Now the engine is not waited for: it is its caller who takes the time. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Lets go of what is under way. @param reason the signal’s */
  giveUp(reason?: EngineError): void {
    this.#silence.abort(reason);
  }
}
