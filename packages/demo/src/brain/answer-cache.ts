/** Answers of the language model that are given again when somebody asks the same within ten minutes. */
import { metrics } from '@mordomo/semconv';
import { record } from '@mordomo/voice';

const freshMs = 10 * 60 * 1000;
const mostKept = 100;

const answers = new Map<string, { readonly answer: string; readonly until: number }>();

export function answerKnownTo(prompt: string): string | undefined {
  const known = answers.get(prompt);
  const isFresh = known !== undefined && known.until > Date.now();
  record(metrics.llmCacheLookups, 1, { result: isFresh ? 'hit' : 'miss' });
  return isFresh ? known.answer : undefined;
}

export function keepAnswer(prompt: string, answer: string): void {
  answers.delete(prompt); // what is put in again is the newest
  answers.set(prompt, { answer, until: Date.now() + freshMs });
  for (const oldest of [...answers.keys()].slice(0, -mostKept)) answers.delete(oldest);
}
