import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Problem } from '../errors/problem';
import { refusalCodes, type FlowStatus, type Refusal, type RefusalCode } from '../../workflows/contracts/flow';

const retryAfterSeconds = 5;

/** What a flow that is over answers to a step. */
export const codeWhenOver: Readonly<Record<FlowStatus, RefusalCode>> = {
  VALIDATING: 'STEP_OUT_OF_ORDER',
  AWAITING_ACTIVATION: 'STEP_OUT_OF_ORDER',
  AWAITING_PUK: 'STEP_OUT_OF_ORDER',
  AWAITING_CODE: 'STEP_OUT_OF_ORDER',
  AWAITING_PASSWORD: 'STEP_OUT_OF_ORDER',
  COMPLETED: 'STEP_OUT_OF_ORDER',
  REJECTED: 'STEP_OUT_OF_ORDER',
  EXPIRED: 'FLOW_EXPIRED',
  CANCELLED: 'LINK_VOID',
};

/** The refusal that a step's handler gave; undefined for any other failure. */
export function refusalOf(error: unknown): Problem | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return undefined;
  const { type, details } = error.cause;
  const code = refusalCodes.find((known) => known === type);
  if (!code) return undefined;
  return new Problem(code, (details?.[0] ?? {}) as Omit<Refusal, 'code'>);
}

export function isOver(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError;
}

/** Temporal or the workers did not answer within the deadline: nothing is known to have failed. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) return true;
  return error instanceof Error && 'cause' in error && isGrpcServiceError(error.cause);
}

export function unavailable(cause: unknown): Problem {
  return new Problem('TEMPORARILY_UNAVAILABLE', { retryAfterSeconds, cause });
}
