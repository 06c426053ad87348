import type { Figures } from '../src/config/figures';
import type { BudgetAnswer, BudgetLedger } from '../src/database/budgetLedger';
import type { Refusal, RefusalCode } from '../workflows/contracts/flow';

export interface BudgetDependencies {
  readonly budgets: BudgetLedger;
  readonly figures: Figures;
}

/** A refusal until `opensAt`, milliseconds since 1970. */
export function refusedUntil(code: RefusalCode, opensAt: number, now: number): Refusal {
  return { code, retryAfterSeconds: Math.ceil((opensAt - now) / 1_000) };
}

/** The refusal that a budget's answer means; null when the use was granted. */
export function refusalOf(code: RefusalCode, answer: BudgetAnswer, now: number): Refusal | null {
  return answer.granted ? null : refusedUntil(code, answer.opensAt, now);
}
