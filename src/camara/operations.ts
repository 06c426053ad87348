import type { z } from 'zod';
import { CamaraProblem, type CamaraCode } from './camaraProblem';
import type { OneTimePasswords } from './oneTimePasswords';
import { bindsCodeTo } from './originBinding';
import { sendCodeBodySchema, sendCodeResponseSchema, validateCodeBodySchema } from './schemas';

/** The scope that a token needs for either operation. */
export const sendValidateScope = 'one-time-password-sms:send-validate';

interface Caller {
  readonly clientId: string;
  /** Keyed digest of the network address. */
  readonly addressKey: string;
  /** Host that this service's own codes are bound to: no client may have a code of its own filled in there. */
  readonly ownHost: string;
}

/** One call of the CAMARA API: what the router serves and what the description tells are made from it. */
export interface CamaraOperation<Body extends z.ZodType = z.ZodType> {
  /** Behind the API's own path. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly body: Body;
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType };
  /** Refusals that CAMARA lists for it. */
  readonly codes: readonly CamaraCode[];
  /** @returns the body of the answer; undefined where it has none */
  handle(oneTimePasswords: OneTimePasswords, body: z.output<Body>, caller: Caller): Promise<unknown>;
}

/** Keeps the type of the body while the operations are kept in one list. */
function operation<Body extends z.ZodType>(definition: CamaraOperation<Body>): CamaraOperation {
  return definition;
}

const codesOfAny: readonly CamaraCode[] = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'QUOTA_EXCEEDED',
  'TOO_MANY_REQUESTS',
];

const sendCode = operation({
  path: '/send-code',
  operationId: 'sendCode',
  summary: 'Send a code to a phone number by SMS',
  body: sendCodeBodySchema,
  success: { status: 200, description: 'The code is sent.', schema: sendCodeResponseSchema },
  codes: [
    ...codesOfAny,
    'ONE_TIME_PASSWORD_SMS.MAX_OTP_CODES_EXCEEDED',
    'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED',
    'ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_BLOCKED',
  ],
  handle(oneTimePasswords, body, { ownHost, ...caller }) {
    if (bindsCodeTo(ownHost, body.message)) throw new CamaraProblem('INVALID_ARGUMENT');
    return oneTimePasswords.send({ ...body, ...caller });
  },
});

const validateCode = operation({
  path: '/validate-code',
  operationId: 'validateCode',
  summary: 'Verify the code that was received',
  body: validateCodeBodySchema,
  success: { status: 204, description: 'The code is right.' },
  codes: [
    ...codesOfAny,
    'OUT_OF_RANGE',
    'ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED',
    'ONE_TIME_PASSWORD_SMS.VERIFICATION_EXPIRED',
    'ONE_TIME_PASSWORD_SMS.INVALID_OTP',
  ],
  handle: (oneTimePasswords, body, { clientId }) => oneTimePasswords.validate({ ...body, clientId }),
});

export const camaraOperations: readonly CamaraOperation[] = [sendCode, validateCode];
