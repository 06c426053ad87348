import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { databaseCodesOf } from '../src/database/failures';
import { correlatorHeader, withCorrelator } from '../src/observability/correlation';
import type { Logger } from '../src/observability/logger';

/** Logs each activity with the correlation id of the request that caused it; of a failure its kind, never its content. */
export function activityLog(logger: Logger, context: Context): ActivityInboundCallsInterceptor {
  const { activityType, attempt, isLocal, workflowExecution } = context.info;
  return {
    execute: async (input, next) => {
      const correlator = correlatorOf(input.headers[correlatorHeader]);
      const started = performance.now();
      const line = () => ({
        activity: activityType,
        workflowId: workflowExecution?.workflowId,
        correlator,
        attempt,
        local: isLocal,
        ms: Math.round(performance.now() - started),
      });
      return withCorrelator(correlator, async () => {
        try {
          const result = await next(input);
          logger.info(line(), 'activity done');
          return result;
        } catch (error) {
          logger.warn(
            {
              ...line(),
              failure: error instanceof Error ? error.name : typeof error,
              ...databaseCodesOf(error),
            },
            'activity failed',
          );
          throw error;
        }
      });
    },
  };
}

function correlatorOf(header: Payload | undefined): string {
  const correlator: unknown = header && defaultPayloadConverter.fromPayload(header);
  return typeof correlator === 'string' ? correlator : 'none';
}
