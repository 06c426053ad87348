import type { FlowOwner } from './accountFlows';
import type { CodeEffects, CodeFigures, CodeMessages } from './codes';
import type { Locale, Refusal } from './flow';
import type { ClaimedLine, LineVerdict } from './lines';
import type { Notice, NoticeMessages } from './notices';
import type { PukEffects } from './puk';

export interface SimAssociationInput {
  readonly flowId: string;
  readonly owner: FlowOwner;
  readonly claim: ClaimedLine;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures;
}

/** An account that loses the line; it ends with it where it would be left without a line, or its username is the line. */
interface LineHolder {
  readonly accountId: string;
  readonly closes: boolean;
}

/** Who has the line so far, and what they are told: looked up before it is theirs no longer. */
export interface LineHolders {
  readonly holders: readonly LineHolder[];
  readonly notices: readonly Notice[];
}

export type LineAssociationOutcome =
  /** `notices`: every known channel of the account. */
  | { readonly outcome: 'associated'; readonly notices: readonly Notice[] }
  /** By now others have the line than were looked up. */
  | { readonly outcome: 'otherHolders' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

interface AboutFlow extends Pick<SimAssociationInput, 'flowId' | 'owner' | 'claim' | 'addressKey'> {
  /** Workflow time, milliseconds since 1970. */
  readonly now: number;
}

/** Effects of the flow on the database: short and idempotent. */
export interface SimAssociationEffects extends CodeEffects, PukEffects {
  /** Looks account and line up. Where a message goes to a line at once, it is counted. */
  checkSecondLine(request: AboutFlow): Promise<LineVerdict>;
  holdersOfLine(request: Pick<AboutFlow, 'owner' | 'claim'>): Promise<LineHolders>;
  /**
   * Gives the line to the account, in the place of the holders that were looked up; of two proofs of a line the later one has it.
   *
   * Account and records are asked again: another password, a second line meanwhile, a line that ceased or moved refuse it.
   */
  associateLine(
    request: AboutFlow & {
      readonly holders: readonly LineHolder[];
      /** Where the code went, sealed, if by mail: that mailbox is verified by it. */
      readonly mailbox?: string;
      readonly supportReference: string;
    },
  ): Promise<LineAssociationOutcome>;
}

export type SimAssociationMessages = CodeMessages & NoticeMessages;
