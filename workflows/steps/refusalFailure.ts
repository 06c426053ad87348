import { ApplicationFailure } from '@temporalio/workflow';
import type { Refusal } from '../contracts/flow';

/** A refusal as the failure of an update: its code is the type, the wait and the tries left stand in the details. */
export function refusalFailure({ code, ...numbers }: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [numbers] });
}
