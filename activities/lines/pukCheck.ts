import type { BudgetEntry } from '../../src/database/budgetLedger';
import { workflowIdOf } from '../../workflows/contracts/flow';
import type { PukEffects, PukVerdict } from '../../workflows/contracts/puk';
import { refusedUntil } from '../budgetRefusal';
import { openAddress } from '../codes/recipients';
import type { LineDependencies } from './lineCheck';

type Attempt = Parameters<PukEffects['verifyPuk']>[0];

/** Counts a PUK on its line, over all flows, and compares only what was counted. A right one is given back. */
export async function verifyPuk(
  { budgets, records, serviceKeys, figures }: LineDependencies,
  { flow, line, provable, typed, tryId, now }: Attempt,
): Promise<PukVerdict> {
  const entry: BudgetEntry = {
    purpose: 'wrong PUK',
    subject: flow.subjectKey,
    budget: figures.wrongPuksPerLine,
    now,
  };
  const entryId = `${workflowIdOf(flow.flow, flow.flowId)}/${tryId}`;
  const counted = await budgets.take(entry, entryId);
  if (!counted.granted)
    return { outcome: 'refused', refusal: refusedUntil('PUK_ATTEMPTS_SPENT', counted.opensAt, now) };
  const isRight = await records.pukMatches(openAddress(serviceKeys, line), typed.digests);
  if (isRight && provable) {
    await budgets.giveBack([entry], entryId);
    return { outcome: 'right' };
  }
  return { outcome: 'wrong', attemptsLeft: await budgets.left(entry) };
}
