import type { Keyring } from '../src/config/keys';
import { sharerOf } from '../src/limits/origins';
import { pukRule } from '../src/limits/codeRules';
import type { Step } from '../src/limits/steps';
import { openPuk } from '../src/security/pukSealing';
import type { PukEffects, PukVerdict } from '../workflows/contracts/puk';
import { originOfFlow, refusedUntil } from './limits';
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

/** Counts a PUK on its line, over all flows; whether it is right is told only once that is counted. A right one counts for nothing. */
async function verifyPuk(dependencies: PukDependencies, attempt: Attempt): Promise<PukVerdict> {
  const { limits } = dependencies;
  const { now } = attempt;
  const step = stepOf(dependencies, attempt);
  const standing = await limits.look(step);
  const isRight = !standing.wait && (await matches(dependencies, attempt));
  const wait = await limits.settle(step, standing, isRight);
  if (wait) return { outcome: 'refused', refusal: refusedUntil('PUK_ATTEMPTS_SPENT', wait.opensAt, now) };
  if (isRight) return { outcome: 'right' };
  const attemptsLeft = standing.usesLeftAfter;
  if (attemptsLeft === 0) await tellSpent(dependencies, attempt, standing.windowEndsAt);
  return { outcome: 'wrong', attemptsLeft };
}

async function matches(
  { records, serviceKeys, workerKeys }: PukDependencies,
  { flow, line, provable, typed }: Attempt,
): Promise<boolean> {
  const puk = await openPuk(workerKeys, flow.flowId, typed);
  return (await records.pukMatches(openAddress(serviceKeys, line), puk ?? '')) && provable;
}

function stepOf({ figures }: PukDependencies, { flow, tryId, now }: Attempt) {
  return {
    useId: `${flow.flowId}/puk ${tryId}`,
    about: flow.subjectKey,
    subject: { purpose: 'PUK', key: flow.subjectKey, rule: pukRule(figures) },
    origin: originOfFlow(figures, flow, 'failures', 'at once'),
    sharer: sharerOf(flow.addressKey),
    now,
  } satisfies Step;
}

/** Once a window of the line's tries, with the same questions whether the line is anybody's or not. */
async function tellSpent(
  { auditTrail, records, serviceKeys }: LineDependencies,
  { flow, line, now }: Attempt,
  opensAt: number,
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
