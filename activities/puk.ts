import type { BudgetEntry } from '../src/database/budgetLedger';
import { workflowIdOf } from '../workflows/contracts/flow';
import type { PukEffects, PukVerdict } from '../workflows/contracts/puk';
import { refusedUntil } from './budgets';
import type { Keyring } from '../src/config/keys';
import { openPuk } from '../src/security/pukSealing';
import type { LineDependencies } from './lines';
import { openAddress } from './messages';

export interface PukDependencies extends LineDependencies {
  readonly workerKeys: Keyring;
}

/** The activity of every flow that proves a line by its SIM's PUK. */
export function createLineActivities(dependencies: PukDependencies): PukEffects {
  return { verifyPuk: (attempt) => verifyPuk(dependencies, attempt) };
}

type Attempt = Parameters<PukEffects['verifyPuk']>[0];

/** Counts a PUK on its line, over all flows, and compares only what was counted. A right one is given back. */
async function verifyPuk(dependencies: PukDependencies, attempt: Attempt): Promise<PukVerdict> {
  const { budgets, records, serviceKeys, workerKeys, figures } = dependencies;
  const { flow, line, provable, typed, tryId, now } = attempt;
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
  const puk = await openPuk(workerKeys, flow.flowId, typed);
  const isRight = await records.pukMatches(openAddress(serviceKeys, line), puk ?? '');
  if (isRight && provable) {
    await budgets.giveBack([entry], entryId);
    return { outcome: 'right' };
  }
  const attemptsLeft = await budgets.left(entry);
  if (attemptsLeft === 0) await tellSpent(dependencies, attempt, await budgets.opensAt([entry]));
  return { outcome: 'wrong', attemptsLeft };
}

/** Once a window of the line's budget, with the same questions whether the line is anybody's or not. */
async function tellSpent(
  { auditTrail, records, serviceKeys }: LineDependencies,
  { flow, line, now }: Attempt,
  opensAt = now,
): Promise<void> {
  const { subjectKey, addressKey, supportReference } = flow;
  const msisdn = openAddress(serviceKeys, line);
  const recorded = await records.lineOf(msisdn);
  await auditTrail.record({
    event: 'pukTriesSpent',
    id: `${subjectKey}.${opensAt}`,
    at: now,
    actor: { role: 'nobody' },
    subjectName: msisdn,
    vatNumber: recorded?.vatNumber,
    addressKey,
    reference: supportReference,
  });
}
