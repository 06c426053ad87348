import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Problem } from '../errors/problem';
import {
  refusalCodes,
  takesStep,
  type FlowView,
  type Refusal,
  type RefusalCode,
} from '../../workflows/contracts/flow';

const retryAfterSeconds = 5;

/** What a flow that is over answers to a step. */
export function codeWhenOver({ flow, status, refusal }: FlowView): RefusalCode {
  if (status === 'EXPIRED') return 'FLOW_EXPIRED';
  if (status === 'CANCELLED' && takesStep(flow, 'activate')) return 'LINK_VOID';
  return refusal?.code === 'ATTEMPTS_SPENT' ? 'ATTEMPTS_SPENT' : 'STEP_OUT_OF_ORDER';
}

/** The refusal that a step's handler gave; undefined for any other failure. */
export function refusalOf(error: unknown): Problem | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return undefined;
  const { type, details } = error.cause;
  const code = refusalCodes.find((known) => known === type);
  if (!code) return undefined;
  const numbers: Omit<Refusal, 'code'> = details?.[0] ?? {};
  return new Problem(code, numbers);
}

/** The server's type for an update whose flow ended before the update did. */
const endedBefore = 'AcceptedUpdateCompletedWorkflow';
/** The server's type for an update that no worker took up; it was not even validated. */
const unprocessed = 'UnprocessedUpdate';

export function isOver(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || isFailedUpdate(error, endedBefore);
}

function isFailedUpdate(error: unknown, type: string): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === type;
}

/** Statuses of gRPC by which the server says that the call itself is wrong: the same call fails again. */
const wrongCalls = new Set([
  3, // INVALID_ARGUMENT
  6, // ALREADY_EXISTS
  11, // OUT_OF_RANGE
  12, // UNIMPLEMENTED
]);

/**
 * Temporal or the workers did not answer within the deadline, or took nothing up: nothing is known to have failed. A call
 * that the server does not understand is not among them: it is a defect.
 */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError) return isFailedUpdate(error, unprocessed);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (isGrpcServiceError(error)) return !wrongCalls.has(error.code);
  return (
    error instanceof Error && 'cause' in error && isGrpcServiceError(error.cause) && isUnanswered(error.cause)
  );
}

export function unavailable(cause?: unknown): Problem {
  return new Problem('TEMPORARILY_UNAVAILABLE', { retryAfterSeconds, cause });
}
