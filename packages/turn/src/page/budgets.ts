/** Bars in units of their own budget: the line in the middle is the budget of each, and whatever crosses it broke it. */
import type { BudgetUse, Turn } from '../model.ts';
import { duration } from '../wording.ts';
import { html, type Html } from './html.ts';
import { budgetText } from './names.ts';

/** The budget's place in the picture, as a percentage of the width. */
const linePercent = 50;

export function budgetSection({ budgets }: Turn): Html | undefined {
  if (budgets.length === 0) return undefined;
  const broken = budgets.filter(({ isBroken }) => isBroken).length;
  const summary = broken === 0 ? 'all kept' : `${broken} broken`;
  return html`
    <section class="budgets" aria-labelledby="budgets">
      <h2 id="budgets">Budgets <small>${summary}</small></h2>
      <ul>${budgets.map(budgetRow)}</ul>
    </section>
  `;
}

function budgetRow({ name, budgetMs, tookMs, isBroken }: BudgetUse): Html {
  const percentage = Math.min(100, (linePercent * tookMs) / budgetMs);
  const within = Math.min(percentage, linePercent);
  const times =
    tookMs > 1.05 * budgetMs ? html`<span class="times">${(tookMs / budgetMs).toFixed(1)}×</span>` : undefined;
  return html`
    <li class="${isBroken ? 'broken' : 'kept'}">
      <span class="name">${budgetText(name)}</span>
      <svg aria-hidden="true">
        <rect class="room" width="100%" />
        <rect class="within" width="${within.toFixed(1)}%" />
        <rect class="over" x="${linePercent}%" width="${(percentage - within).toFixed(1)}%" />
        <line x1="${linePercent}%" x2="${linePercent}%" y2="100%" />
      </svg>
      <span class="numbers"><b>${duration(tookMs)}</b> of ${duration(budgetMs)}${times}</span>
    </li>
  `;
}
