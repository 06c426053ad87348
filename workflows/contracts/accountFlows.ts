/** The account that a flow was begun for, by a person who was signed in to it. */
export interface FlowOwner {
  readonly accountId: string;
  /** The account's `sessionEpoch` at the start: another password ends the flow as it ends the sessions. */
  readonly sessionEpoch: number;
}

/**
 * Why an account ends: its owner deleted it, the User Admin deleted a manager, or the support desk revoked a User
 * Admin or deleted a manager. An account that is left without a line ends with the line's release.
 */
export const deletionReasons = ['byOwner', 'byUserAdmin', 'bySupportDesk'] as const;
export type DeletionReason = (typeof deletionReasons)[number];

/** Why an account loses a line: its owner removed it, an administrator of the company freed it, or the records took it away. */
export type ReleaseReason = 'byOwner' | 'byManager' | 'byRecords';

/** The account after its line's release: as it was, with its other line as the username, or closed because it had no other line. */
export type ReleaseEnding = 'kept' | 'renamed' | 'closed';
