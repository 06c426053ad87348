import type { ImportKind, RecordSource } from '../../database/recordDocuments';
import { columnsOf, optionalColumnsOf } from './columns';
import type { Fault } from './rows';

/** A document of one of the collections that imports fill. */
export interface RecordDocument {
  readonly _id: string;
  readonly source: RecordSource;
}

type Reading = { readonly document: RecordDocument } | { readonly faults: readonly Fault[] };

/** What one kind of file holds, and how a row of it becomes a document. */
export interface RecordFile {
  readonly kind: ImportKind;
  /** The column whose value names the document. */
  readonly keyColumn: string;
  read(values: Readonly<Record<string, unknown>>, source: RecordSource): Reading;
}

export interface FileColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export function columnsOfFile({ kind }: RecordFile): FileColumns {
  return { required: columnsOf[kind], optional: optionalColumnsOf[kind] };
}
