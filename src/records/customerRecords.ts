import type { Account } from '../database/accounts';
import type { LineAssociation } from '../database/lineAssociations';
import type { Company, Line } from '../database/recordDocuments';
import type { NumberSearch } from './numberSearch';

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

/** A mobile line as flows see it; neither its SIM's number nor its PUK leaves the records. */
export interface RecordedLine extends Pick<
  Line,
  'vatNumber' | 'simKind' | 'status' | 'activatedOn' | 'smsBarred'
> {
  /** E.164 */
  readonly msisdn: string;
}

/** A line as the company that has it sees it. */
export interface CompanyLine extends RecordedLine {
  /** Undefined where the records name none. */
  readonly offerCode: string | undefined;
}

/** A part of a company's lines, in the order of their numbers. */
export interface LinesWanted {
  /** E.164: only lines after this one. */
  readonly after?: string | undefined;
  readonly search?: NumberSearch | undefined;
  /** Lines at most, 1 to 100. */
  readonly limit: number;
}

export interface ServedLine {
  readonly line: RecordedLine | undefined;
  readonly isEligible: boolean;
}

export interface LinesFound {
  readonly lines: readonly CompanyLine[];
  /** What `after` has to be for the lines that follow; undefined where none do. A part may be shorter than its limit. */
  readonly next: string | undefined;
}

/** The operator's customer records, wherever they live. Every method throws {@link RecordsUnavailable} when they do not answer. */
export interface CustomerRecords {
  /** All contracts of a VAT number (11 digits); none for one that is unknown. */
  contractsOf(vatNumber: string): Promise<readonly Contract[]>;
  /** Whether the company has at least one active line with an offer that self-care serves (rule 1 of the FAQ). */
  hasEligibleOffer(vatNumber: string): Promise<boolean>;
  /** The line of an MSISDN (E.164), ceased ones too; undefined for one that is not the operator's. One question either way. */
  lineOf(msisdn: string): Promise<RecordedLine | undefined>;
  /** The same, and whether its company is one of {@link hasEligibleOffer}; asks as often where there is no such line. */
  servedLineOf(msisdn: string): Promise<ServedLine>;
  /** The lines of these MSISDNs (E.164) that there are, each as {@link lineOf} gives it, by MSISDN; 100 at most. */
  linesNamed(msisdns: readonly string[]): Promise<ReadonlyMap<string, CompanyLine>>;
  /** Lines of a VAT number, ceased ones too, in time that does not grow with their number. */
  linesOf(vatNumber: string, wanted: LinesWanted): Promise<LinesFound>;
  /** How many lines a VAT number has, ceased ones too. */
  numberOfLines(vatNumber: string): Promise<number>;
  /**
   * Whether the PUK of the line's SIM was typed; the line's status does not count. Asks and hashes the same for every
   * line, so that time does not tell whether the line is known.
   *
   * @param typed 8 digits
   * @returns false too for a line that is unknown, and for a PUK that was stored under a key that was taken out of the ring.
   */
  pukMatches(msisdn: string, typed: string): Promise<boolean>;
  /**
   * Whether the ICCID of the line's SIM was typed; asks as {@link pukMatches}.
   *
   * @param typed 18 to 20 digits
   */
  iccidMatches(msisdn: string, typed: string): Promise<boolean>;
}

/** What may be asked where PUKs are nobody's business. */
export type CompanyRecords = Omit<
  CustomerRecords,
  'pukMatches' | 'iccidMatches' | 'hasEligibleOffer' | 'servedLineOf'
>;

/** What is asked about where there is no line. */
export const vatNumberOfNobody = '00000000000';

/** Whether a line is still somebody's: active, or suspended. */
export function isInService<Found extends Pick<RecordedLine, 'status'>>(
  line: Found | undefined,
): line is Found & { readonly status: 'active' | 'suspended' } {
  return line !== undefined && line.status !== 'ceased';
}

/** The contract that a User Admin was registered by, or any other of the company; undefined where there is none any more. */
export function contractOfUserAdmin(
  { customerCode }: { readonly customerCode?: string | undefined },
  contracts: readonly Contract[],
): Contract | undefined {
  return contracts.find((contract) => contract.customerCode === customerCode) ?? contracts[0];
}

/**
 * Whether a line is an employee's by what the service and the records have of it now: one that ceased, moved to another
 * company or was activated anew since it was proved is no longer the account's.
 */
export function hasLine(
  { _id, kind, status, vatNumber }: Pick<Account, '_id' | 'kind' | 'status' | 'vatNumber'>,
  association: LineAssociation | null,
  line: RecordedLine | undefined,
): boolean {
  if (kind !== 'employee' || status !== 'active') return false;
  if (association?.accountId !== _id || !isInService(line)) return false;
  return line.activatedOn === association.lineActivatedOn && line.vatNumber === vatNumber;
}
