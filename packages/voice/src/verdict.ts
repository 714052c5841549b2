/** Which budgets a turn broke, by the budgets of this deployment. */
import { parseBudgets, type BudgetName, type Budgets, type WaitPart } from '@mordomo/semconv';
import type { Wait } from './wait.ts';

/** The name of the setting; read where turns are opened. */
const setting = 'MORDOMO_BUDGETS';

let inForce: Budgets | undefined;

/** The budgets of this deployment. What cannot be used is said once, on stderr. */
export function budgetsInForce(): Budgets {
  if (inForce === undefined) {
    const { budgets, problems } = parseBudgets(process.env[setting] ?? '');
    for (const problem of problems) process.stderr.write(`[mordomo] ${setting}: ${problem}\n`);
    inForce = budgets;
  }
  return inForce;
}

/** The budgets that the wait broke; where the brain thinks decides which of its budgets holds. */
export function brokenBudgets(wait: Wait, location: 'local' | 'cloud', budgets: Budgets): BudgetName[] {
  const nameOf = (part: WaitPart): BudgetName => (part === 'brain' ? `brain_${location}` : part);
  const broken = Object.entries(wait.took)
    .map(([part, seconds]) => ({ name: nameOf(part as WaitPart), seconds }))
    .filter(({ name, seconds }) => seconds > budgets[name])
    .map(({ name }) => name);
  return wait.response > budgets.response ? [...broken, 'response'] : broken;
}
