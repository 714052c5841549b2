/** One object per thread, found by every copy of this package: two versions, the bootstrap and `@mordomo/otel/api`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Telemetry } from './api/telemetry.ts';

/** What a started bootstrap offers to `@mordomo/otel/api`. */
export interface ProcessState {
  /** Where the copy lies that was started. */
  readonly url: string;
  serveMetrics?: (request: IncomingMessage, response: ServerResponse) => void;
  telemetry?: Telemetry;
}

const key = Symbol.for('@mordomo/otel');

/** The state of the bootstrap that was started in this thread, if any. */
export const processState = (): ProcessState | undefined => Reflect.get(globalThis, key) as ProcessState | undefined;

/** Makes the state, for the first bootstrap of this thread. */
export function claimProcess(url: string): ProcessState {
  const state: ProcessState = { url };
  Object.defineProperty(globalThis, key, { value: state });
  return state;
}
