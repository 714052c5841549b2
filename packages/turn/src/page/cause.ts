/** What made the wait as long as it was, in one line: the part that broke its budget by most of it, else the longest. */
import type { BudgetUse, Turn, Wait } from '../model.ts';
import { duration, percent } from '../wording.ts';
import { html, type Html } from './html.ts';
import { budgetText, partText } from './names.ts';

type Part = Wait['parts'][number];

export function cause({ wait, budgets }: Turn): Html | undefined {
  const [longest] = wait?.parts ?? [];
  if (wait === undefined || longest === undefined) return undefined;
  const overrun = wait.parts
    .map((part) => ({ part, use: useOf(part, budgets) }))
    .toSorted((a, b) => lostTo(b) - lostTo(a))
    .find((each) => lostTo(each) > 0);
  if (overrun?.use !== undefined) return html`<p class="cause">Most over budget: ${overrunText(overrun.use)}</p>`;
  const share = percent(longest.durationMs, wait.endMs - wait.startMs);
  return html`<p class="cause">Longest part: <b>${partText(longest.part)}</b>, ${duration(longest.durationMs)} (${share})</p>`;
}

/** A budget of the brain is named after where it answered, too. */
const useOf = ({ part }: Part, budgets: readonly BudgetUse[]): BudgetUse | undefined =>
  budgets.find(({ name }) => name === part || name.startsWith(`${part}_`));

/** Milliseconds of the wait that would not have been, had the part kept its budget. */
const lostTo = ({ part, use }: { readonly part: Part; readonly use: BudgetUse | undefined }): number =>
  use?.isBroken === true ? Math.min(part.durationMs, use.tookMs - use.budgetMs) : 0;

const overrunText = ({ name, tookMs, budgetMs }: BudgetUse): Html =>
  html`<b>${budgetText(name)}</b>, ${duration(tookMs)} instead of ${duration(budgetMs)} (${(tookMs / budgetMs).toFixed(1)}×)`;
