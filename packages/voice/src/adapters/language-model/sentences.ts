/** Cuts a stream of text after each sentence, so that speaking can begin while the model still writes. */
export async function* bySentence(chunks: AsyncIterable<string>): AsyncIterable<string> {
  let pending = '';
  for await (const chunk of chunks) {
    const sentences = (pending + chunk).split(/(?<=[.!?])\s+/);
    pending = sentences.pop() ?? '';
    yield* sentences;
  }
  if (pending.trim() !== '') yield pending.trim();
}
