import { compileErrors, validate } from '@readme/openapi-parser';
import { camaraDescription } from '../../src/camara/description';
import { sendValidateScope } from '../../src/camara/operations';
import { camaraFileHere, contractOf } from './support/contract';

const served = () =>
  structuredClone(
    camaraDescription('https://api.example/one-time-password-sms/v1', 'https://issuer.example'),
  ) as object;

const correlator = { type: 'string', pattern: '^[a-zA-Z0-9-_:;./<>{}]{0,256}$' };
const headers = [['x-correlator', correlator]];
const authenticationId = { type: 'string', maxLength: 36 };

function error(status: number, ...codes: string[]) {
  return {
    headers,
    body: {
      mandatory: ['code', 'message', 'status'],
      fields: {
        status: { type: 'integer', values: [status] },
        code: { type: 'string', values: codes.sort() },
        message: { type: 'string' },
      },
    },
  };
}
const own = (code: string) => `ONE_TIME_PASSWORD_SMS.${code}`;
const shared = {
  scopes: [sendValidateScope],
  parameters: [['x-correlator', 'header', correlator]],
};
const errors = {
  401: error(401, 'UNAUTHENTICATED'),
  404: error(404, 'NOT_FOUND'),
  429: error(429, 'QUOTA_EXCEEDED', 'TOO_MANY_REQUESTS'),
};

/** What CAMARA's description of the version 1.1.1 lays down. */
const contract = {
  '/send-code': {
    ...shared,
    operationId: 'sendCode',
    body: {
      required: true,
      mandatory: ['message', 'phoneNumber'],
      fields: {
        phoneNumber: { type: 'string', pattern: String.raw`^\+[1-9][0-9]{4,14}$` },
        message: { type: 'string', pattern: String.raw`.*\{\{code\}\}.*`, maxLength: 160 },
      },
    },
    responses: {
      ...errors,
      200: { headers, body: { mandatory: ['authenticationId'], fields: { authenticationId } } },
      400: error(400, 'INVALID_ARGUMENT'),
      403: error(
        403,
        'PERMISSION_DENIED',
        ...['MAX_OTP_CODES_EXCEEDED', 'PHONE_NUMBER_NOT_ALLOWED', 'PHONE_NUMBER_BLOCKED'].map(own),
      ),
    },
  },
  '/validate-code': {
    ...shared,
    operationId: 'validateCode',
    body: {
      required: true,
      mandatory: ['authenticationId', 'code'],
      fields: { authenticationId, code: { type: 'string', maxLength: 10 } },
    },
    responses: {
      ...errors,
      204: { headers },
      400: error(
        400,
        ...['INVALID_ARGUMENT', 'OUT_OF_RANGE'],
        ...['VERIFICATION_FAILED', 'VERIFICATION_EXPIRED', 'INVALID_OTP'].map(own),
      ),
      403: error(403, 'PERMISSION_DENIED'),
    },
  },
};

describe('the description of the CAMARA API', () => {
  test('is valid OpenAPI 3.0.3, as CAMARA wants it', async () => {
    expect(served()).toMatchObject({ openapi: '3.0.3' });
    const result = await validate(served() as never);
    expect(result.valid ? '' : compileErrors(result)).toBe('');
  });

  test.each<[string, object | string]>([
    ['what is served', served()],
    ...(camaraFileHere === undefined
      ? []
      : [["CAMARA's own file beside the project", camaraFileHere] as [string, string]]),
  ])('lays down this contract, and nothing else: %s', async (_whose, description) => {
    expect(await contractOf(description)).toEqual(contract);
  });
});
