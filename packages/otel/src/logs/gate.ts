/**
 * Bounds what log lines may cost, however many a service writes: a loop that logs must not take the processor away from the
 * service, nor push older telemetry out of the spool. What is refused still stands in the service's own output.
 */
import { SeverityNumber } from '@opentelemetry/api';
import { sayOnce } from '../diagnostics.ts';
import type { Ledger } from '../ledger.ts';

/** Lines that may come at once, in seconds of the steady rate. */
const burstSeconds = 5;
/** Part of the burst that only warnings and errors may use: they say what the storm is about. */
const reservedPart = 0.2;
/** Long lines count as several, or few of them could cost as much as a storm. */
const charactersPerLine = 2048;
const reportMs = 1000;

export class LogGate {
  readonly #ledger: Ledger;
  readonly #linesPerSecond: number;
  readonly #now: () => number;
  readonly #most: number;
  #room: number;
  #asOfMs: number;
  #refused = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(ledger: Ledger, linesPerSecond: number, now: () => number = () => performance.now()) {
    this.#ledger = ledger;
    this.#linesPerSecond = linesPerSecond;
    this.#now = now;
    this.#most = linesPerSecond * burstSeconds;
    this.#room = this.#most;
    this.#asOfMs = now();
  }

  /** Whether a line may be sent now; a line that may not is counted as dropped. Ask before anything costly is done. */
  admits(severity: SeverityNumber | undefined): boolean {
    const now = this.#now();
    this.#room = Math.min(this.#most, this.#room + ((now - this.#asOfMs) / 1000) * this.#linesPerSecond);
    this.#asOfMs = now;
    const isUrgent = (severity ?? 0) >= SeverityNumber.WARN;
    if (this.#room >= (isUrgent ? 1 : 1 + this.#most * reservedPart)) return true;
    this.#refuse();
    return false;
  }

  /** Charges for a line that was let through. */
  take(characters: number): void {
    this.#room -= 1 + Math.floor(characters / charactersPerLine);
  }

  /** Brings the books up to date: they are not written for each line, since there may be millions. */
  report(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ledger.count('logs', 'dropped', this.#refused, 'rate');
    this.#refused = 0;
  }

  #refuse(): void {
    this.#refused += 1;
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.report(), reportMs).unref();
    sayOnce(
      `More than ${this.#linesPerSecond} log lines a second (MORDOMO_LOGS_PER_SECOND): what is beyond is not exported, warnings and errors last. The service's own output is complete; mordomo_telemetry_items_total counts what was dropped.`,
    );
  }
}
