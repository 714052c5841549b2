/** One setting: the environment variable, what it may hold, and what holds without it. */
import type { Kind } from './kinds.ts';

export interface Setting<Value> {
  readonly name: string;
  readonly default: Value;
  readonly kind: Kind<Value>;
  readonly doc: string;
}

export const setting = <Value>(name: string, fallback: Value, kind: Kind<Value>, doc: string): Setting<Value> => ({
  name,
  default: fallback,
  kind,
  doc,
});
