import type { CodeEffects, CodeFigures, CodeMessages, CodeRoute } from './codes';
import type { Locale, Refusal } from './flow';

/** CAMARA One-Time Password SMS: another service of the operator has a number proved. */
export interface OneTimePasswordInput {
  readonly flowId: string;
  /** MSISDN, sealed. */
  readonly number: string;
  readonly numberKey: string;
  /** The client's words with `{{code}}` in them, sealed. */
  readonly template: string;
  /** Keyed digest of the client that asked. */
  readonly clientKey: string;
  readonly subject: string;
  readonly locale: Locale;
  readonly supportReference: string;
  readonly figures: CodeFigures;
}

export type NumberVerdict =
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** `formerWorkflowId`: the flow whose code for the same number and client this one voids. */
  | { readonly outcome: 'admitted'; readonly route: CodeRoute; readonly formerWorkflowId?: string };

export interface OneTimePasswordEffects extends CodeEffects {
  /** Looks the number up, counts the message, and makes this flow the number's latest. */
  admitNumber(
    request: Pick<OneTimePasswordInput, 'flowId' | 'number' | 'numberKey' | 'template' | 'clientKey'> & {
      readonly now: number;
    },
  ): Promise<NumberVerdict>;
}

export type OneTimePasswordMessages = CodeMessages;
