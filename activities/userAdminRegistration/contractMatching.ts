import type { Figures } from '../../src/config/figures';
import type { Keyring } from '../../src/config/keys';
import type { AuditTrail } from '../../src/database/auditTrail';
import type { BudgetEntry, BudgetLedger } from '../../src/database/budgetLedger';
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
  readonly budgets: BudgetLedger;
  readonly serviceKeys: Keyring;
  readonly auditTrail: AuditTrail;
  readonly figures: Figures;
  readonly logger: Logger;
}

type MatchRequest = Parameters<UserAdminRegistrationEffects['matchContractData']>[0];

/**
 * Compares everything at once against every contract of the VAT number, and looks at the offers and at the budgets of
 * mismatches. Whether it was the VAT number or a datum that did not match, nobody learns.
 */
export async function matchContractData(
  dependencies: MatchingDependencies,
  request: MatchRequest,
): Promise<ContractVerdict> {
  const { vatNumber } = openApplication(dependencies.serviceKeys, request.application);
  const entries = mismatchBudgets(dependencies, vatNumber, request);
  const [contracts, eligible, hidesMatch] = await Promise.all([
    dependencies.records.contractsOf(vatNumber),
    dependencies.records.hasEligibleOffer(vatNumber),
    dependencies.budgets.spent(entries),
  ]);
  const matched = contractThatMatches(dependencies, request, contracts);
  if (!matched) {
    const isWithinBudgets = await countMismatch(dependencies, entries, request, vatNumber);
    return { outcome: 'mismatch', hidesMatch: !isWithinBudgets };
  }
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

function mismatchBudgets(
  { serviceKeys, figures }: MatchingDependencies,
  vatNumber: string,
  { addressKey, now }: MatchRequest,
): BudgetEntry[] {
  const vatNumberKey = keyedDigest(serviceKeys, 'VAT number', vatNumber);
  return [
    {
      purpose: 'mismatch of a VAT number',
      subject: vatNumberKey,
      budget: figures.mismatchesPerVatNumber,
      now,
    },
    { purpose: 'mismatch from an address', subject: addressKey, budget: figures.mismatchesPerAddress, now },
  ];
}

/** Whether every budget still had room for this mismatch; once a window the trail is told of one that had none. */
async function countMismatch(
  { budgets, auditTrail, serviceKeys }: MatchingDependencies,
  entries: readonly BudgetEntry[],
  { flowId, addressKey, now }: MatchRequest,
  vatNumber: string,
): Promise<boolean> {
  const answers = await Promise.all(entries.map((entry) => budgets.take(entry, flowId)));
  const spent = entries.flatMap(({ purpose, subject }, index) => {
    const answer = answers[index];
    if (!answer || answer.granted) return [];
    return [{ detail: purpose, id: `${purpose}/${subject}/${answer.opensAt}` }];
  });
  const reference = supportReferenceOf(serviceKeys, flowId);
  const told = { at: now, actor: { role: 'nobody' }, vatNumber, addressKey, reference } as const;
  await Promise.all(
    spent.map((budget) => auditTrail.record({ event: 'contractMismatchesSpent', ...told, ...budget })),
  );
  return spent.length === 0;
}
