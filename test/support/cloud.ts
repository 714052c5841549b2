/** The house's stand-in for a cloud, asked by somebody else. */

interface Answer {
  readonly firstWordMs: number;
  readonly lastWordMs: number;
  readonly words: number;
}

export async function answerTo(url: string, question: string): Promise<Answer> {
  const start = performance.now();
  const body = JSON.stringify({ messages: [{ content: question }], stream: true });
  const response = await fetch(url, { method: 'POST', body });
  let firstWordMs: number | undefined;
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    firstWordMs ??= performance.now() - start;
    text += chunk;
  }
  const lastWordMs = performance.now() - start;
  return { firstWordMs: firstWordMs ?? Number.NaN, lastWordMs, words: text.match(/"content":/g)?.length ?? 0 };
}

const questions = [
  'tell me a story about the moon',
  'tell me a story about a robot',
  'tell me a story about the ocean',
  'what is the weather like today',
  'what is the weather like tomorrow',
  'tell me a story about a dragon',
  'tell me a joke',
];

/** Another one each time, since an answer that is known is not asked for again. @throws Error when all have been asked */
export function nextQuestion(): string {
  const question = questions.shift();
  if (question === undefined) throw new Error('The house has been asked everything that it does not know.');
  return question;
}
