import type { Headers, WorkflowInterceptors } from '@temporalio/workflow';

const correlatorHeader = 'x-correlator';

/** Carries the correlation id of the latest request on to the activities that it causes. */
export function interceptors(): WorkflowInterceptors {
  let correlator: Headers[string] | undefined;
  const note = (headers: Headers) => {
    correlator = headers[correlatorHeader] ?? correlator;
  };
  const correlated = (headers: Headers): Headers =>
    correlator ? { ...headers, [correlatorHeader]: correlator } : headers;
  return {
    inbound: [
      {
        execute: (input, next) => {
          note(input.headers);
          return next(input);
        },
        handleUpdate: (input, next) => {
          note(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: correlated(input.headers) }),
        scheduleLocalActivity: (input, next) => next({ ...input, headers: correlated(input.headers) }),
      },
    ],
  };
}
