/** What this package says to the person who runs the service: single sentences on stderr, never a stack trace. */

const said = new Set<string>();
const lastSaidMs = new Map<string, number>();

function print(sentence: string): void {
  try {
    process.stderr.write(`[mordomo] ${sentence}\n`);
  } catch {
    // A closed stderr is no reason to disturb the service.
  }
}

/** Prints a sentence once per process. */
export function sayOnce(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  print(sentence);
}

/** Prints a sentence unless one of the same topic was printed within `everyMs`. */
export function sayAtMost(topic: string, everyMs: number, sentence: string): void {
  const now = Date.now();
  if (now - (lastSaidMs.get(topic) ?? -Infinity) < everyMs) return;
  lastSaidMs.set(topic, now);
  print(sentence);
}

/** The shortest useful text of anything that was thrown. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.message;
};
