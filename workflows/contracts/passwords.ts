import type { Notice } from './notices';

/**
 * What became of a password's hash that was handed over. `accountLost`: the account is not the flow's any more. `notices`: who
 * is told of it.
 */
export type PasswordOutcome =
  | { readonly outcome: 'set'; readonly notices: readonly Notice[] }
  | { readonly outcome: 'accountLost' }
  | { readonly outcome: 'claimLost' };

/** Effects of a flow whose proof opens an account's password. */
export interface PasswordEffects {
  /**
   * Sets the password of the account that is open to the flow, ends all of the account's sessions, and closes it to the flow.
   * Repeated after a success that was not heard of, it answers as the first time.
   */
  setFlowPassword(request: {
    readonly workflowId: string;
    readonly claimId: string;
    readonly now: number;
  }): Promise<PasswordOutcome>;
}
