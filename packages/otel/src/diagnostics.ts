/** What this package says to the person who runs the service: single sentences on stderr, never a stack trace. */
import type { LogLevel } from './settings/general.ts';

/** How important a sentence is; shown if `OTEL_LOG_LEVEL` asks for that much. */
type Importance = 'error' | 'warn' | 'info' | 'debug';

const ranks: Readonly<Record<LogLevel, number>> = { none: 0, error: 1, warn: 2, info: 3, debug: 4, verbose: 5, all: 6 };

const said = new Set<string>();
const lastSaidMs = new Map<string, number>();
let level: LogLevel = 'info';

/**
 * From now on only what is at least this important is said.
 * @param wanted `OTEL_LOG_LEVEL`; where it is not set, production says nothing of what is as it should be.
 */
export function setLogLevel(wanted: LogLevel | undefined): void {
  level = wanted ?? (process.env['NODE_ENV'] === 'production' ? 'warn' : 'info');
}

function print(sentence: string, importance: Importance): void {
  if (ranks[importance] > ranks[level]) return;
  try {
    process.stderr.write(`[mordomo] ${sentence.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  } catch {
    // A closed stderr is no reason to disturb the service.
  }
}

/** Prints a sentence once per process. */
export function sayOnce(sentence: string, importance: Importance = 'warn'): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  print(sentence, importance);
}

/** Prints a sentence unless one of the same topic was printed within `everyMs`. */
export function sayAtMost(topic: string, everyMs: number, sentence: string, importance: Importance = 'warn'): void {
  const now = Date.now();
  if (now - (lastSaidMs.get(topic) ?? -Infinity) < everyMs) return;
  lastSaidMs.set(topic, now);
  print(sentence, importance);
}

/** The shortest useful text of anything that was thrown. */
export function reasonOf(error: unknown): string {
  try {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (typeof code === 'string') return code;
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'an error that cannot be read';
  }
}
