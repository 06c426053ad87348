import type { ImportKind } from '../../database/recordDocuments';
import { plainText } from '../../identifiers/typedText';

export type { ImportKind } from '../../database/recordDocuments';

/** Columns of each kind of file, and names of the values in NDJSON. */
export const columnsOf = {
  companies: [
    'customerCode',
    'vatNumber',
    'name',
    'segment',
    'repFirstName',
    'repLastName',
    'repBirthDate',
    'repTaxCode',
    'repEmail',
    'repMobile',
  ],
  lines: ['msisdn', 'vatNumber', 'iccid', 'simKind', 'puk', 'offerCode', 'status', 'activatedOn'],
  offers: ['offerCode', 'name', 'portal'],
} as const satisfies Record<ImportKind, readonly string[]>;

/** The column that a name means, in upper or lower case; another name stays as it is. */
export function columnNamed(text: string, columns: readonly string[]): string {
  const name = plainText(text);
  return columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name;
}

/** Columns that a file may leave out. */
export const optionalColumnsOf: Readonly<Record<ImportKind, readonly string[]>> = {
  companies: [],
  lines: ['smsBarred'],
  offers: [],
};
