import type { Keyring } from '../src/config/keys';
import { sharerOf } from '../src/limits/origins';
import { pukRule, pukWithIccidRule } from '../src/limits/rules';
import type { Step } from '../src/limits/steps';
import { keyedDigest } from '../src/security/digests';
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
  const { limits, serviceKeys, workerKeys } = dependencies;
  const { flow, provable, typed, now } = attempt;
  const msisdn = openAddress(serviceKeys, attempt.line);
  const { puk = '', iccid } = (await openPuk(workerKeys, flow.flowId, typed)) ?? {};
  const step = stepOf(dependencies, attempt, iccid);
  const seen = await limits.look(step);
  const isRight = !seen.wait && (await isRightSim(dependencies, msisdn, puk, iccid)) && provable;
  const standing = await limits.settle(step, seen, isRight);
  const { wait, left } = standing;
  if (wait) return { outcome: 'refused', refusal: refusedUntil('PUK_ATTEMPTS_SPENT', wait.opensAt, now) };
  if (isRight) return { outcome: 'right' };
  if (left.uses === 0) await tellSpent(dependencies, attempt, left.windowEndsAt);
  return { outcome: 'wrong', attemptsLeft: left.uses };
}

/** Asks the same of every PUK beside an ICCID, right or wrong. */
async function isRightSim(
  { records }: PukDependencies,
  msisdn: string,
  puk: string,
  iccid: string | undefined,
): Promise<boolean> {
  const isRightIccid = iccid === undefined || (await records.iccidMatches(msisdn, iccid));
  return (await records.pukMatches(msisdn, puk)) && isRightIccid;
}

/**
 * Each ICCID that is typed has tries of its own, so that no stranger takes those of who has the SIM. Nothing here depends on
 * whether it is right: no count tells.
 */
function stepOf(
  { figures, workerKeys }: PukDependencies,
  { flow, tryId, now }: Attempt,
  iccid: string | undefined,
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
  if (iccid === undefined) return { ...step, subject: { purpose: 'PUK', key, rule: pukRule(figures) } };
  const rule = pukWithIccidRule(figures);
  const typed = keyedDigest(workerKeys, 'typed ICCID', key, iccid);
  return { ...step, subject: { purpose: 'PUK with an ICCID', key: typed, rule } };
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
