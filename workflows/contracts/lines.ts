import type { ContactChannel } from './channels';
import type { CodeRoute, Recipient } from './codes';
import type { Refusal } from './flow';

export const simKinds = ['voice', 'data-only'] as const;
export type SimKind = (typeof simKinds)[number];

/** The contact that proves a line, and that its account recovers by (rules 24, 29 and 30 of the FAQ). */
export const contactOfSim = {
  voice: 'sms',
  'data-only': 'mail',
} as const satisfies Record<SimKind, ContactChannel>;

/** A line whose possession is to be proved. Sealed, because operators see payloads decoded; keyed, because limits count on it. */
export interface ClaimedLine {
  /** MSISDN, sealed. */
  readonly line: string;
  readonly lineKey: string;
  /** What was declared; it alone decides what the flow looks like. */
  readonly simKind: SimKind;
}

/** What the records and accounts say of a line; for operators, never for who asked. */
export type LineFinding =
  | 'free'
  | 'registered'
  | 'unknown'
  | 'ceased'
  /** A text message would have to reach it, and none does. */
  | 'smsBarred'
  | 'notEligible'
  | 'ofOtherCompany'
  | 'dataOnlyDeclaredVoice'
  | 'voiceDeclaredDataOnly';

export interface AdmittedLine {
  readonly outcome: 'admitted';
  readonly finding: LineFinding;
  readonly route: CodeRoute;
  /** Goes to the line's owner beside a flow that looks like another way. */
  readonly hint?: Recipient;
  /** Keyed digest of the beginning of its number. */
  readonly hintPrefixKey?: string;
}

export type LineVerdict = { readonly outcome: 'refused'; readonly refusal: Refusal } | AdmittedLine;
