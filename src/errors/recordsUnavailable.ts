/** The customer records did not answer in time or at all: a wait, never a refusal. */
export class RecordsUnavailable extends Error {
  override readonly name = 'RecordsUnavailable';
}
