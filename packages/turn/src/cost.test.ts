import { expect, test } from 'vitest';
import { costText, tokensText } from './cost.ts';
import { renderTurnPage } from './index.ts';
import type { Attributes, Turn } from './model.ts';
import { renderTurn } from './report/terminal.ts';
import { turnOf, turnSpans } from './testing/turns.ts';

const used = { 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.output_tokens': 17 };
const asked = { 'gen_ai.operation.name': 'chat', 'voice.brain.location': 'cloud' };
const answered = { ...asked, ...used, 'gen_ai.response.finish_reasons': ['stop'] };

/** A turn whose brain asked so; the stage sums up what its attempts used. */
function turnWith(...attempts: readonly Attributes[]): Turn {
  const span = { service: 'mordomo-brain', startMs: 2320, endMs: 3390, parent: 'brain' };
  const more = attempts.map((_, index) => ({ ...span, id: `attempt${index}`, name: `chat ${index}` }));
  const turn = turnOf([...turnSpans, ...more]);
  const told = new Map<string, Attributes>([
    ['voice.brain', used],
    ...attempts.map((each, index) => [`chat ${index}`, each] as const),
  ]);
  const spans = turn.spans.map((each) => ({ ...each, attributes: { ...each.attributes, ...told.get(each.name) } }));
  return { ...turn, spans };
}

test('what the attempts used is counted once, and a refused one is free', () => {
  const turn = turnWith({ ...asked, 'error.type': '429' }, { ...answered, 'voice.cost_usd': 0.00015 });
  expect([tokensText(turn), costText(turn)]).toEqual(['7 in, 17 out', '$0.00015']);
  expect(renderTurn(turn, { color: false })).toContain('cost        $0.00015');
  expect(renderTurnPage(turn, {})).toMatch(/Cost<\/dt><dd><span><bdi>\$0.00015/);
});

test('a cost of which a part is unknown is unknown; a local model says so; no model has none', () => {
  expect(costText(turnWith({ ...answered, 'voice.cost_usd': 0.1 }, answered))).toBe('unknown');
  expect(costText(turnWith({ ...answered, 'voice.brain.location': 'local' }))).toBe('local');
  expect([tokensText(turnWith()), costText(turnWith())]).toEqual([undefined, undefined]);
});
