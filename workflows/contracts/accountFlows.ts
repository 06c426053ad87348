/** The account that a flow was begun for, by whoever was signed in to it. */
export interface FlowOwner {
  readonly accountId: string;
  /** The account's `sessionEpoch` at the start: another password ends the flow as it ends the sessions. */
  readonly sessionEpoch: number;
}
