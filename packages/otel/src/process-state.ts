/** One object per process, found by every copy of this package (two versions, CommonJS beside ES modules). */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a started bootstrap offers to `@mordomo/otel/api`. */
export interface ProcessState {
  serveMetrics?: (request: IncomingMessage, response: ServerResponse) => void;
}

const key = Symbol.for('@mordomo/otel');

/** The state of the bootstrap that was started in this process, if any. */
export const processState = (): ProcessState | undefined => Reflect.get(globalThis, key) as ProcessState | undefined;

/** Claims the process for the first bootstrap; `undefined` if another one was here before. */
export function claimProcess(): ProcessState | undefined {
  if (processState() !== undefined) return undefined;
  const state: ProcessState = {};
  Object.defineProperty(globalThis, key, { value: state });
  return state;
}
