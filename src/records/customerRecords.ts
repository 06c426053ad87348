import type { Company } from '../database/companies';

/** The legal representative as a contract names him; values as the records hold them, not normalised. */
export type LegalRepresentative = Company['representative'];

/** One contract of a company; a VAT number may have several, each with a customer code of its own. */
export interface Contract {
  readonly customerCode: string;
  readonly vatNumber: string;
  readonly companyName: string;
  readonly segment: Company['segment'];
  readonly representative: LegalRepresentative;
}

/** The operator's customer records, wherever they live. Every method throws {@link RecordsUnavailable} when they do not answer. */
export interface CustomerRecords {
  /** All contracts of a VAT number (11 digits); none for one that is unknown. */
  contractsOf(vatNumber: string): Promise<readonly Contract[]>;
  /** Whether the company has at least one active line with an offer that self-care serves (rule 1 of the FAQ). */
  hasEligibleOffer(vatNumber: string): Promise<boolean>;
}

/** The records did not answer in time or at all: a wait, never a refusal. */
export class RecordsUnavailable extends Error {
  override readonly name = 'RecordsUnavailable';
}
