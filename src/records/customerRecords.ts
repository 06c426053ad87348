/** The legal representative as a contract names him; values as the records hold them, not normalised. */
export interface LegalRepresentative {
  readonly firstName: string;
  readonly lastName: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly taxCode: string;
  readonly email: string;
  /** E.164 */
  readonly mobile: string;
}

type Segment = 'SME' | 'LARGE';

/** One contract of a company; a VAT number may have several, each with a customer code of its own. */
export interface Contract {
  readonly customerCode: string;
  readonly vatNumber: string;
  readonly companyName: string;
  readonly segment: Segment;
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
