import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces of failures travel encrypted, as payloads do. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
