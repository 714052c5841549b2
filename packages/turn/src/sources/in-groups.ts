/** How many questions one backend is asked at a time. */
const atOnce = 16;

/** The answer to each, in their order; so many at a time that a backend with few cores is not flooded. */
export async function inGroups<Item, Answer>(
  items: readonly Item[],
  question: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    answers.push(...(await Promise.all(items.slice(at, at + atOnce).map(question))));
  }
  return answers;
}
