/** Telemetry by hand: for programs that want to be sure that it arrived, and for people who ask where it is. */
import { processState } from '../process-state.ts';

/** Spans, log records and metric points of one signal since the start of this thread. */
export interface ItemCounts {
  /** Written to the spool. */
  readonly spooled: number;
  /** Taken by the collector; those that an earlier process left behind are among them. */
  readonly sent: number;
  /** Given up: refused, too old, or beyond the bounds of the spool. */
  readonly dropped: number;
}

/** What is known of the telemetry of this thread. */
export type TelemetryStatus =
  /** Switched off, or `import '@mordomo/otel'` is not the first line. */
  | { readonly state: 'off' }
  | {
      /** `stopped` after `telemetry.shutdown()`. */
      readonly state: 'on' | 'stopped';
      /** `service.name` and `service.instance.id`. */
      readonly service: string;
      readonly instance: string;
      /** Addresses that signals are sent to, such as `http://localhost:4318/v1/traces`; none for a signal that is only spooled, or not exported at all. */
      readonly destinations: Readonly<Partial<Record<'traces' | 'metrics' | 'logs', string>>>;
      /** Folder of the spool; nothing while it cannot be used, and a small memory takes its place. */
      readonly spool: string | undefined;
      readonly items: Readonly<Record<'traces' | 'metrics' | 'logs', ItemCounts>>;
      /** Libraries that are traced, such as `express 5.3.0`. */
      readonly covered: readonly string[];
      /** What is not as it should be, and how to mend it, a sentence each. */
      readonly advice: readonly string[];
    };

/** What a service may ask of its telemetry. None of it is necessary: nothing is lost without. */
export interface Telemetry {
  /**
   * Spools everything, and waits until the collector has it. Gives up when the collector fails or after `timeoutMs`
   * (default 5000); what is spooled is then sent later. Never rejects; does nothing where telemetry is off.
   */
  flush(timeoutMs?: number): Promise<void>;
  /** The same, then stops: what comes after is not recorded any more. Never rejects; a second call does nothing. */
  shutdown(timeoutMs?: number): Promise<void>;
  /** What was recorded, where it went, and what is traced. */
  status(): TelemetryStatus;
}

/** The telemetry of this thread; every function works, and does nothing, where it is off. */
export const telemetry: Telemetry = {
  flush: async (timeoutMs) => processState()?.telemetry?.flush(timeoutMs),
  shutdown: async (timeoutMs) => processState()?.telemetry?.shutdown(timeoutMs),
  status: () => processState()?.telemetry?.status() ?? { state: 'off' },
};
