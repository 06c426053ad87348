import type { MessageChannel } from './channels';
import type { CodeEffects, CodeFigures, CodeMessages, CodeRoute } from './codes';
import type { Locale } from './flow';

export interface NewDeviceConfirmationInput {
  readonly flowId: string;
  /** What was typed into the username field, sealed. */
  readonly username: string;
  /** Keyed digest of it. */
  readonly usernameKey: string;
  /**
   * Sealed: the account that the password was right for, with its epoch. After a wrong password it names an account that does
   * not exist, so that neither a history nor an operator tells which it was.
   */
  readonly account: string;
  /** By SMS for a line, else by mail: it follows from what was typed alone. */
  readonly apparentChannel: MessageChannel;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly addressKey: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures;
}

type AboutFlow = Pick<NewDeviceConfirmationInput, 'flowId' | 'account'> & {
  /** Workflow time, milliseconds since 1970. */
  readonly now: number;
};

/** Effects of the flow on the database: short and idempotent. */
export interface NewDeviceConfirmationEffects extends CodeEffects {
  /** Where the code goes; for everybody whose password was wrong, a decoy. Past the account's limit of such flows one, too. */
  findContact(
    request: AboutFlow & Pick<NewDeviceConfirmationInput, 'username' | 'apparentChannel'>,
  ): Promise<CodeRoute>;
  /**
   * Notes that the code was right, for the edge to open one session on it. False when the account has another password by
   * now, is gone, or the code went to an address that is not the account's any more.
   */
  noteConfirmedSignIn(
    request: AboutFlow &
      Pick<NewDeviceConfirmationInput, 'addressKey'> & {
        readonly workflowId: string;
        /** Where the code went, sealed. */
        readonly address: string;
      },
  ): Promise<boolean>;
}

export type NewDeviceConfirmationMessages = CodeMessages;
