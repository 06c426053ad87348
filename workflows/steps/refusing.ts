import { ApplicationFailure } from '@temporalio/workflow';
import type { Refusal } from '../contracts/flow';

/** A refusal as the failure of an update: its code is the type, the wait stands in the details. */
export function refusing(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: refusal.code,
    message: refusal.code,
    nonRetryable: true,
    details: refusal.retryAfterSeconds === undefined ? [] : [refusal.retryAfterSeconds],
  });
}
