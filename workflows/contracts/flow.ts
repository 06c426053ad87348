import type { UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** Every flow of the service. The name is the workflow's type, the first part of its id and the name of its files. */
export const flowNames = [
  'userAdminRegistration',
  'telcoManagerInvitation',
  'employeeRegistration',
  'passwordRecovery',
  'oneTimePassword',
  'simAssociation',
  'contactChange',
  'accountDeletion',
  'passwordChange',
  'lineRelease',
  'userAdminReview',
  'newDeviceConfirmation',
] as const;
export type FlowName = (typeof flowNames)[number];

/** Languages in which people are addressed; Italian is the default. */
export const locales = ['it', 'en'] as const;
export type Locale = (typeof locales)[number];

export const flowStatuses = [
  'VALIDATING',
  'REJECTED',
  'AWAITING_ACTIVATION',
  'AWAITING_PUK',
  'AWAITING_CODE',
  'AWAITING_PASSWORD',
  'COMPLETED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type FlowStatus = (typeof flowStatuses)[number];

/** How the message of the current step fares; absent while the first try is under way. */
export const deliveries = ['SENT', 'DELAYED', 'UNDELIVERABLE'] as const;
export type Delivery = (typeof deliveries)[number];

export const flowSteps = [
  'activate',
  'resendLink',
  'submitPuk',
  'submitCode',
  'confirmSignIn',
  'resendCode',
  'setPassword',
] as const;
export type FlowStep = (typeof flowSteps)[number];

/**
 * The steps that each flow takes. A story handles each of them and no other, or it does not compile; the view offers them, and
 * the API refuses those that a flow does not take.
 */
export const stepsOfFlow = {
  userAdminRegistration: ['activate', 'resendLink', 'setPassword'],
  telcoManagerInvitation: ['activate', 'resendLink', 'setPassword'],
  employeeRegistration: ['submitPuk', 'submitCode', 'resendCode', 'setPassword'],
  passwordRecovery: ['submitCode', 'resendCode', 'setPassword'],
  oneTimePassword: ['submitCode'],
  simAssociation: ['submitPuk', 'submitCode', 'resendCode'],
  contactChange: ['submitCode', 'resendCode'],
  accountDeletion: [],
  passwordChange: [],
  lineRelease: [],
  userAdminReview: [],
  newDeviceConfirmation: ['confirmSignIn', 'resendCode'],
} as const satisfies Record<FlowName, readonly FlowStep[]>;
export type StepOf<Flow extends FlowName> = (typeof stepsOfFlow)[Flow][number];

/** Whether a flow takes this step at all. */
export function takesStep(flow: FlowName, step: FlowStep): boolean {
  const steps: readonly FlowStep[] = stepsOfFlow[flow];
  return steps.includes(step);
}

/** Where a flow stands, as its owner may see it. Times are ISO 8601, UTC. */
export interface FlowView {
  readonly flowId: string;
  readonly flow: FlowName;
  readonly status: FlowStatus;
  /** End of the current step; absent when the flow is over. */
  readonly expiresAt?: string;
  readonly nextSteps: readonly FlowStep[];
  /** Wrong codes that may still follow before the flow is over. */
  readonly attemptsLeft?: number;
  readonly resendAvailableAt?: string;
  readonly delivery?: Delivery;
  /** What the view becomes at a moment to come; the edge shows it from then on, and never that it waits. */
  readonly pendingView?: PendingView;
  /** Why a flow was rejected. */
  readonly refusal?: Rejection;
  readonly supportReference: string;
}

/**
 * How the message of a step fares, told at a moment that does not depend on how long the provider took: what was sent and
 * what only looks so cannot be told apart by it.
 */
export interface PendingView {
  readonly from: string;
  readonly delivery: Delivery;
  readonly expiresAt: string;
}

/** A refusal's stable code, with the seconds after which a new try makes sense. */
interface Rejection {
  readonly code: RefusalCode;
  readonly retryAfterSeconds?: number;
}

/** A refusal of a flow or of a step, with the tries left where there are any. */
export interface Refusal extends Rejection {
  readonly attemptsLeft?: number;
}

/** Refusals that workflows and activities may give; their texts stand in the catalogue of errors. */
export const refusalCodes = [
  'CONTRACT_DATA_MISMATCH',
  'VAT_ALREADY_SERVED',
  'LARGE_COMPANY',
  'NO_ELIGIBLE_OFFER',
  'USERNAME_TAKEN',
  'TOO_MANY_TAKEN_USERNAMES',
  'TOO_MANY_MANAGERS',
  'REGISTRATION_UNDER_WAY',
  'MESSAGE_BUDGET_SPENT',
  'STEP_OUT_OF_ORDER',
  'RESEND_TOO_EARLY',
  'RESENDS_SPENT',
  'LINK_VOID',
  'FLOW_EXPIRED',
  'PASSWORD_HANDOVER_LOST',
  'CODE_WRONG',
  'CODE_EXPIRED',
  'ATTEMPTS_SPENT',
  'TOO_MANY_WRONG_CODES',
  'CODE_ENTRY_PAUSED',
  'PUK_WRONG',
  'PUK_ATTEMPTS_SPENT',
  'NUMBER_NOT_SERVED',
  'NUMBER_WITHOUT_SMS',
  'NUMBER_BLOCKED',
  'CLIENT_BUDGET_SPENT',
  'LINE_NOT_ELIGIBLE',
  'LINE_ALREADY_ASSOCIATED',
  'TWO_LINES_ALREADY',
  'CONTACT_UNCHANGED',
  'ACCOUNT_CHANGED',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Workflow id of a flow: `<flow>/<flowId>`. */
export function workflowIdOf(flow: FlowName, flowId: string): string {
  return `${flow}/${flowId}`;
}

/** Type of a permanent failure of a message: the mailbox or line refuses for good. */
export const messageRefused = 'MESSAGE_REFUSED';

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

/** Keyed digest of what was typed; the code itself never reaches a workflow. */
export interface TypedCode {
  readonly digest: string;
}

/** A PUK as it left the edge: sealed to the workers (see `src/security/pukSealing.ts`). */
export interface TypedPuk {
  readonly sealed: string;
  /** Whether the SIM's ICCID is sealed beside it: such tries are counted apart. */
  readonly hasIccid?: boolean;
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
