import type { FlowOwner } from './accountFlows';
import type { ContactChannel } from './channels';
import type { CodeEffects, CodeFigures, CodeMessages, CodeRoute } from './codes';
import type { Locale, Refusal } from './flow';
import type { Notice, NoticeMessages } from './notices';

/** An e-mail address or mobile that is to be the account's. */
interface NewContact {
  readonly channel: ContactChannel;
  /** Sealed. */
  readonly address: string;
  /** Keyed digest of it: what limits count on. */
  readonly key: string;
}

export interface ContactChangeInput {
  readonly flowId: string;
  readonly owner: FlowOwner;
  readonly contact: NewContact;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures;
}

export type ContactVerdict =
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'admitted'; readonly route: CodeRoute };

/** The contact so far, sealed, absent where there is none; and who is told of the change: the old one, and the other channel. */
export interface FormerContact {
  readonly former?: string;
  readonly notices: readonly Notice[];
}

export type ContactChangeOutcome =
  | { readonly outcome: 'changed' }
  /** By now the account has another contact than was looked up. */
  | { readonly outcome: 'otherFormer' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

interface AboutFlow extends Pick<ContactChangeInput, 'flowId' | 'owner' | 'contact' | 'addressKey'> {
  /** Workflow time, milliseconds since 1970. */
  readonly now: number;
}

/** Effects of the flow on the database: short and idempotent. */
export interface ContactChangeEffects extends CodeEffects {
  /** Looks the account up, and counts the first message. */
  checkContact(request: AboutFlow): Promise<ContactVerdict>;
  formerContact(request: Pick<AboutFlow, 'owner' | 'contact'>): Promise<FormerContact>;
  /** Writes the proven contact in the place of the one that was looked up; of two proofs the later one has it in the end. */
  changeContact(
    request: AboutFlow & { readonly former?: string; readonly supportReference: string },
  ): Promise<ContactChangeOutcome>;
}

export type ContactChangeMessages = CodeMessages & NoticeMessages;
