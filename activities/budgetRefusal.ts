import type { BudgetAnswer } from '../src/database/budgetLedger';
import type { Refusal, RefusalCode } from '../workflows/contracts/flow';

/** A refusal until `opensAt`, milliseconds since 1970. */
export function refusedUntil(code: RefusalCode, opensAt: number, now: number): Refusal {
  return { code, retryAfterSeconds: Math.ceil((opensAt - now) / 1_000) };
}

/** What a budget's answer means to who asked; null when it was granted. */
export function refusalOf(code: RefusalCode, answer: BudgetAnswer, now: number): Refusal | null {
  return answer.granted ? null : refusedUntil(code, answer.opensAt, now);
}
