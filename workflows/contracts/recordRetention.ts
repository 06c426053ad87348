/** Starts {@link RecordRetentionEffects} once a day, by a Temporal Schedule of that name. */
export const recordRetentionSchedule = 'record-retention';

/** How many documents were removed. */
export interface RemovedRecords {
  readonly companies: number;
  readonly lines: number;
}

export interface RecordRetentionEffects {
  /** Notes what the latest file of its kind lacks, and removes what it has lacked for long. @param now milliseconds since 1970 */
  removeLeftRecords(request: { readonly now: number }): Promise<RemovedRecords>;
}
