/**
 * Errors of the CAMARA One-Time Password SMS API 1.1, by the names and texts that it gives them; those after the blank line
 * are from CAMARA's common errors, for what its list leaves out.
 */
export const camaraErrors = {
  INVALID_ARGUMENT: {
    status: 400,
    message: 'Client specified an invalid argument, request body or query param.',
  },
  OUT_OF_RANGE: { status: 400, message: 'Client specified an invalid range.' },
  'ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED': {
    status: 400,
    message:
      'The maximum number of attempts for this authenticationId was exceeded without providing a valid OTP',
  },
  'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED': {
    status: 400,
    message: 'The authenticationId is no longer valid',
  },
  'ONE_TIME_PASSWORD_SMS.INVALID_OTP': {
    status: 400,
    message: 'The provided OTP is not valid for this authenticationId',
  },
  UNAUTHENTICATED: {
    status: 401,
    message: 'Request not authenticated due to missing, invalid, or expired credentials.',
  },
  PERMISSION_DENIED: {
    status: 403,
    message: 'Client does not have sufficient permissions to perform this action.',
  },
  'ONE_TIME_PASSWORD_SMS.MAX_OTP_CODES_EXCEEDED': {
    status: 403,
    message: 'Too many OTPs have been requested for this MSISDN. Try later.',
  },
  'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED': {
    status: 403,
    message: "Phone_number can't receive an SMS due to business reasons in the operator.",
  },
  'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_BLOCKED': {
    status: 403,
    message: 'Phone_number is blocked to receive SMS due to any blocking business reason in the operator.',
  },
  NOT_FOUND: { status: 404, message: 'The specified resource is not found.' },
  QUOTA_EXCEEDED: { status: 429, message: 'Out of resource quota.' },
  TOO_MANY_REQUESTS: { status: 429, message: 'Rate limit reached.' },

  METHOD_NOT_ALLOWED: {
    status: 405,
    message: 'The requested method is not allowed/supported on the target resource.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message:
      'The server refuses to accept the request because the payload format is in an unsupported format.',
  },
  INTERNAL: { status: 500, message: 'Unknown server error. Typically a server bug.' },
  UNAVAILABLE: { status: 503, message: 'Service Unavailable.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>;

export type CamaraCode = keyof typeof camaraErrors;

/** A refusal in CAMARA's terms; its reader sees the code and CAMARA's text for it, nothing else. */
export class CamaraProblem extends Error {
  override readonly name = 'CamaraProblem';
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: CamaraCode,
    details: { readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(code, { cause: details.cause });
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
