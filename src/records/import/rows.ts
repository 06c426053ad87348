/** Why a row was rejected. */
type RejectCode =
  | 'BROKEN_QUOTES'
  | 'DUPLICATE_KEY'
  | 'INVALID_VALUE'
  | 'MISSING_VALUE'
  | 'NOT_JSON'
  | 'RAGGED_ROW'
  | 'UNKNOWN_OFFER';

/** What is wrong with a row. Never quotes a value: rows hold personal data and PUKs. */
export interface Fault {
  readonly code: RejectCode;
  /** The column at fault; empty where it is the row as a whole. */
  readonly column: string;
  readonly reason: string;
}

/** A row of a file: its values by column, or what keeps it from being read. */
export type Row = { readonly line: number } & (
  { readonly values: Readonly<Record<string, unknown>> } | { readonly fault: Fault }
);
