import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { FlowView } from './flow';

export interface Activation {
  readonly view: FlowView;
  /** Counts the times the link was used afresh; the token for the password names it. */
  readonly activation: number;
}

export interface SetPassword {
  /** Which hand-over of a password's hash to take. */
  readonly claimId: string;
  /** Which activation the token came from; an earlier one no longer sets a password. */
  readonly activation: number;
}

/** A step that takes nothing but the wish to take it. */
export type NoArguments = Readonly<Record<string, never>>;

/** A later flow took the place of this one. */
export const superseded = defineSignal('superseded');

/** Every flow answers it. */
export const viewFlow = defineQuery<FlowView>('viewFlow');

/** Flows with a link in a mail: the holder of the mailbox pressed the button. */
export const activate = defineUpdate<Activation, [NoArguments]>('activate');
/** Flows with a link in a mail: the mail is sent once more, the link stays the same. */
export const resendLink = defineUpdate<FlowView, [NoArguments]>('resendLink');
export const setPassword = defineUpdate<FlowView, [SetPassword]>('setPassword');
