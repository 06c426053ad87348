import type { UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { TypedCode } from './codes';
import type { FlowStep, FlowView } from './flow';
import type { TypedPuk } from './puk';

/** For a step that takes nothing but the wish to take it. */
type NoArguments = Readonly<Record<string, never>>;

export interface Activation {
  readonly view: FlowView;
  /** Counts the times the link was used afresh; the token for the password names it. */
  readonly activation: number;
}

export interface SetPassword {
  /** Which hand-over of a password's hash to take. */
  readonly claimId: string;
  /** Which activation the token came from; 0 for the token of the start. */
  readonly activation: number;
}

/** What each step is asked with. */
interface StepArguments extends Record<FlowStep, object> {
  /** The holder of the mailbox pressed the button. */
  readonly activate: NoArguments;
  /** The mail is sent once more, the link stays the same. */
  readonly resendLink: NoArguments;
  /** A data-only SIM is proved by its PUK before a code goes out (rule 30 of the FAQ). */
  readonly submitPuk: TypedPuk;
  readonly submitCode: TypedCode;
  /** The code that opens a session. */
  readonly confirmSignIn: TypedCode;
  /** The same code while it lives, another one after its expiry. */
  readonly resendCode: NoArguments;
  readonly setPassword: SetPassword;
}

export type ArgumentOf<Step extends FlowStep> = StepArguments[Step];
export type AnswerOf<Step extends FlowStep> = Step extends 'activate' ? Activation : FlowView;

/** The update that takes a step. */
export function updateOf<Step extends FlowStep>(
  step: Step,
): UpdateDefinition<AnswerOf<Step>, [ArgumentOf<Step>]> {
  return defineUpdate(step);
}

/** Every flow answers its start with it: once it knows where it stands, or that this takes longer. */
export const awaitStart = defineUpdate<FlowView>('awaitStart');

/** Every flow answers it. */
export const viewFlow = defineQuery<FlowView>('viewFlow');

/** Every flow answers whether it would take a step now. */
export const wouldTake = defineQuery<boolean, [FlowStep, ArgumentOf<FlowStep>]>('wouldTake');

/** A later flow took the place of this one. */
export const superseded = defineSignal('superseded');
