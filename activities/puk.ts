import type { Keyring } from '../src/config/keys';
import { sharerOf } from '../src/limits/origins';
import { pukRule, pukWithIccidRule } from '../src/limits/codeRules';
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
  const { limits, records, serviceKeys, workerKeys } = dependencies;
  const { flow, provable, typed, now } = attempt;
  const msisdn = openAddress(serviceKeys, attempt.line);
  const { puk = '', iccid } = (await openPuk(workerKeys, flow.flowId, typed)) ?? {};
  const proof =
    iccid === undefined ? 'none' : (await records.iccidMatches(msisdn, iccid)) ? 'right' : 'wrong';
  const step = stepOf(dependencies, attempt, proof);
  const standing = await limits.look(step);
  const matches = !standing.wait && (await records.pukMatches(msisdn, puk));
  const isRight = matches && provable && proof !== 'wrong';
  const wait = await limits.settle(step, standing, isRight);
  if (wait) return { outcome: 'refused', refusal: refusedUntil('PUK_ATTEMPTS_SPENT', wait.opensAt, now) };
  if (isRight) return { outcome: 'right' };
  const attemptsLeft = standing.usesLeftAfter;
  if (attemptsLeft === 0) await tellSpent(dependencies, attempt, standing.windowEndsAt);
  return { outcome: 'wrong', attemptsLeft };
}

/**
 * Who types the ICCID is counted apart from who does not, so that no stranger takes the tries of who has the SIM. A wrong one
 * takes from its origin alone, and its PUK is never right.
 */
function stepOf(
  { figures }: PukDependencies,
  { flow, tryId, now }: Attempt,
  iccid: 'none' | 'right' | 'wrong',
): Step {
  const { subjectKey: key, addressKey } = flow;
  const sharer = sharerOf(addressKey);
  const step = {
    useId: `${flow.flowId}/puk ${tryId}`,
    about: key,
    origin: originOfFlow(figures, flow, 'failures', 'at once'),
    sharer,
    now,
  } as const;
  if (iccid === 'none') return { ...step, subject: { purpose: 'PUK', key, rule: pukRule(figures) } };
  const rule = pukWithIccidRule(figures);
  const ofOrigin = {
    ...step,
    subject: { purpose: 'ICCID from an origin', key: `${key}.${sharer}`, rule },
  } as const;
  return iccid === 'wrong'
    ? ofOrigin
    : { ...ofOrigin, further: [{ purpose: 'PUK with its ICCID', key, rule }] };
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
