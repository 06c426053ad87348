import type { BudgetEntry } from '../../src/database/budgetLedger';
import type { EmployeeRegistrationEffects } from '../../workflows/contracts/employeeRegistration';
import { workflowIdOf } from '../../workflows/contracts/flow';
import type { PukVerdict } from '../../workflows/contracts/puk';
import { refusedUntil } from '../budgetRefusal';
import { openAddress } from '../codes/recipients';
import type { LineCheckDependencies } from './lineCheck';

type PukRequest = Parameters<EmployeeRegistrationEffects['verifyPuk']>[0];

/** Counts a PUK on its line, over all flows, and compares only what was counted. A right one is given back. */
export async function verifyPuk(
  { budgets, records, serviceKeys, figures }: LineCheckDependencies,
  { flowId, application, provable, typed, tryId, now }: PukRequest,
): Promise<PukVerdict> {
  const entry: BudgetEntry = {
    purpose: 'wrong PUK',
    subject: application.lineKey,
    budget: figures.wrongPuksPerLine,
    now,
  };
  const entryId = `${workflowIdOf('employeeRegistration', flowId)}/${tryId}`;
  const counted = await budgets.take(entry, entryId);
  if (!counted.granted)
    return { outcome: 'refused', refusal: refusedUntil('PUK_ATTEMPTS_SPENT', counted.opensAt, now) };
  const isRight = await records.pukMatches(openAddress(serviceKeys, application.line), typed.digests);
  if (isRight && provable) {
    await budgets.giveBack([entry], entryId);
    return { outcome: 'right' };
  }
  return { outcome: 'wrong', attemptsLeft: await budgets.left(entry) };
}
