import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { correlatorHeader, currentCorrelator } from '../observability/correlation';

/** Hands the request's correlation id to the workflow, whose activities pass it on to their logs. */
export const correlationInterceptor: WorkflowClientInterceptor = {
  startUpdateWithStart: (input, next) =>
    next({
      ...input,
      workflowStartHeaders: correlated(input.workflowStartHeaders),
      updateHeaders: correlated(input.updateHeaders),
    }),
  startUpdate: (input, next) => next({ ...input, headers: correlated(input.headers) }),
};

function correlated(headers: Headers): Headers {
  const correlator = currentCorrelator();
  if (correlator === undefined) return headers;
  return { ...headers, [correlatorHeader]: defaultPayloadConverter.toPayload(correlator) };
}
