import type { Database } from '../../../src/database/database';
import { type Line, reversedText } from '../../../src/database/recordDocuments';
import type { Keyring } from '../../../src/config/keys';
import { pukDigestOf } from '../../../src/records/pukDigests';
import { sampleIccid, sampleMsisdn, sampleVatNumber } from '../../../src/records/sample/sampleIdentifiers';
import type { WholeService } from './wholeService';

const source = { fileDigest: 'none', line: 1 };
const offers = [
  { _id: 'SELFCARE', name: 'Offerta', portal: 'selfcare' },
  { _id: 'ECARE', name: 'Altra offerta', portal: 'ecare' },
] as const;

interface RecordedLineOptions extends Partial<
  Pick<Line, 'simKind' | 'status' | 'smsBarred' | 'offerCode' | 'vatNumber'>
> {
  /** 8 digits. */
  readonly puk?: string;
}

/** The document of a line: voice, active, of a company that self-care serves, unless told otherwise. */
export function lineOfRecords(
  workerKeys: Keyring,
  number: number,
  { puk = '12345678', ...options }: RecordedLineOptions = {},
): Line {
  const iccid = sampleIccid(number);
  return {
    _id: sampleMsisdn(number),
    reversed: reversedText(sampleMsisdn(number)),
    vatNumber: sampleVatNumber(1),
    iccid,
    simKind: 'voice',
    pukDigest: pukDigestOf(workerKeys, iccid, puk),
    offerCode: 'SELFCARE',
    status: 'active',
    activatedOn: '2026-01-01',
    source,
    ...options,
  };
}

/** Each number is another line, and its number is returned. */
export async function recordLine(
  { api, database }: WholeService,
  number: number,
  options?: RecordedLineOptions,
): Promise<string> {
  const { workerKeys } = api.context.settings.secrets;
  if (!workerKeys) throw new Error('The service has worker keys.');
  await recordLines(database, [lineOfRecords(workerKeys, number, options)]);
  return sampleMsisdn(number);
}

export async function recordLines(database: Database, lines: readonly Line[]): Promise<void> {
  await Promise.all([
    database.lines.insertMany(lines),
    ...offers.map(({ _id, name, portal }) =>
      database.offers.updateOne({ _id }, { $set: { name, portal, source } }, { upsert: true }),
    ),
  ]);
}
