import { expect, test } from 'vitest';
import { bySentence } from './sentences.ts';

async function* stream(...chunks: readonly string[]) {
  yield* chunks;
}

test.each([
  ['one chunk with all of it', ['Once. Twice! Thrice? Done.'], ['Once.', 'Twice!', 'Thrice?', 'Done.']],
  ['word by word', ['It ', 'rains. ', 'Stay ', 'in.'], ['It rains.', 'Stay in.']],
  ['a border between chunks', ['It rains.', ' Stay in.'], ['It rains.', 'Stay in.']],
  ['a point inside a number', ['It is 21.5 degrees.'], ['It is 21.5 degrees.']],
  ['no point at the end', ['Fine. And you'], ['Fine.', 'And you']],
  ['nothing', ['', ' '], []],
])('%s is cut into sentences', async (_, chunks, sentences) => {
  expect(await Array.fromAsync(bySentence(stream(...chunks)))).toEqual(sentences);
});

test('a sentence is handed on before the next one is written', async () => {
  let written = 0;
  async function* writing() {
    for (const chunk of ['Once. ', 'Twice. ']) {
      written += 1;
      yield chunk;
    }
  }
  for await (const sentence of bySentence(writing())) {
    expect(sentence).toBe('Once.');
    break;
  }
  expect(written).toBe(1);
});
