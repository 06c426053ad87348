import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { AuditTrail } from '../../src/database/auditTrail';
import type { Limits } from '../../src/limits/limits';
import { sharerOf } from '../../src/limits/origins';
import { mismatchRules, originRule } from '../../src/limits/rules';
import type { Step, Wait } from '../../src/limits/steps';
import type { Logger } from '../../src/observability/logger';
import type { Contract, CustomerRecords } from '../../src/records/customerRecords';
import { openApplication, sealContacts } from '../../src/security/sealing';
import { comparisonForms, fieldsThatDiffer, representativeKeyOf } from '../../src/security/contractDigests';
import { keyedDigest, mailboxKeyOf } from '../../src/security/digests';
import { supportReferenceOf } from '../../src/security/flowTokens';
import type {
  ContractReference,
  ContractVerdict,
  UserAdminRegistrationEffects,
} from '../../workflows/contracts/userAdminRegistration';

export interface MatchingDependencies {
  readonly records: CustomerRecords;
  readonly limits: Limits;
  readonly serviceKeys: Keyring;
  readonly auditTrail: AuditTrail;
  readonly figures: Figures;
  readonly logger: Logger;
}

type MatchRequest = Parameters<UserAdminRegistrationEffects['matchContractData']>[0];

/**
 * Compares everything at once against every contract of the VAT number, and looks at the offers and at the limits of
 * mismatches. Whether it was the VAT number or a datum that did not match, nobody learns.
 */
export async function matchContractData(
  dependencies: MatchingDependencies,
  request: MatchRequest,
): Promise<ContractVerdict> {
  const { vatNumber } = openApplication(dependencies.serviceKeys, request.application);
  const { limits, records } = dependencies;
  const steps = stepsOf(dependencies, vatNumber, request);
  const [contracts, eligible, standings] = await Promise.all([
    records.contractsOf(vatNumber),
    records.hasEligibleOffer(vatNumber),
    Promise.all(steps.map(async (step) => ({ step, standing: await limits.look(step) }))),
  ]);
  const matched = contractThatMatches(dependencies, request, contracts);
  if (!matched) {
    const counted = standings.map(({ step, standing }) => limits.settle(step, standing, false));
    const waits = (await Promise.all(counted)).flatMap(({ wait }) => wait ?? []);
    await Promise.all(waits.map((wait) => tellSpent(dependencies, request, vatNumber, wait)));
    return { outcome: 'mismatch', hidesMatch: waits.length > 0 };
  }
  const hidesMatch = standings.some(({ standing }) => standing.wait !== undefined);
  const contract = referenceTo(dependencies, matched);
  if (matched.segment === 'LARGE')
    return { outcome: 'refused', refusal: { code: 'LARGE_COMPANY' }, contract, hidesMatch };
  if (!eligible) return { outcome: 'refused', refusal: { code: 'NO_ELIGIBLE_OFFER' }, contract, hidesMatch };
  return { outcome: 'matched', contract, hidesMatch };
}

function referenceTo(
  { serviceKeys }: MatchingDependencies,
  { customerCode, representative }: Contract,
): ContractReference {
  const { email } = representative;
  const mobile = comparisonForms.mobile(representative.mobile) ?? '';
  return {
    customerCode,
    mailboxKey: mailboxKeyOf(serviceKeys, email),
    representativeKey: representativeKeyOf(serviceKeys, representative),
    contacts: sealContacts(serviceKeys, { email, mobile }),
  };
}

function contractThatMatches(
  { serviceKeys, logger }: MatchingDependencies,
  { flowId, representative }: MatchRequest,
  contracts: readonly Contract[],
): Contract | undefined {
  const differences = contracts.map((contract) =>
    fieldsThatDiffer(serviceKeys, representative, contract.representative),
  );
  const index = differences.findIndex((fields) => fields.length === 0);
  if (index >= 0) return contracts[index];
  logger.info({ flowId, contracts: contracts.length, differences }, 'contract data do not match');
  return undefined;
}

/** A mismatch counts on the VAT number and on the origin, each for itself. */
function stepsOf(
  { serviceKeys, figures }: MatchingDependencies,
  vatNumber: string,
  { flowId, addressKey, now }: MatchRequest,
): Step[] {
  const about = keyedDigest(serviceKeys, 'VAT number', vatNumber);
  const { ofVatNumber, fromOrigin } = mismatchRules(figures);
  const sharer = sharerOf(addressKey);
  const step = { useId: `${flowId}/match`, about, sharer, now };
  return [
    { ...step, subject: { purpose: 'mismatch of a VAT number', key: about, rule: ofVatNumber } },
    {
      ...step,
      subject: { purpose: 'mismatch from an origin', key: sharer, rule: fromOrigin },
      origin: { key: addressKey, rule: originRule(figures), does: 'failures', mark: 'at once' },
    },
  ];
}

/** Once a wait. */
async function tellSpent(
  { auditTrail, serviceKeys }: MatchingDependencies,
  { flowId, addressKey, now }: MatchRequest,
  vatNumber: string,
  { purpose, opensAt }: Wait,
): Promise<void> {
  const isOfVatNumber = purpose === 'mismatch of a VAT number';
  const key = isOfVatNumber ? keyedDigest(serviceKeys, 'VAT number', vatNumber) : addressKey;
  const detail = isOfVatNumber ? 'mismatch of a VAT number' : 'mismatch from an address';
  await auditTrail.record({
    event: 'contractMismatchesSpent',
    id: `${detail}/${key}/${opensAt}`,
    at: now,
    actor: { role: 'nobody' },
    vatNumber,
    addressKey,
    reference: supportReferenceOf(serviceKeys, flowId),
    detail,
  });
}
