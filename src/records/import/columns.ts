import type { ImportKind } from '../../database/recordDocuments';

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

/** Columns that a file may leave out. */
export const optionalColumnsOf: Readonly<Record<ImportKind, readonly string[]>> = {
  companies: [],
  lines: ['smsBarred'],
  offers: [],
};
