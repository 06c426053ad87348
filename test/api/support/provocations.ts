import { Problem } from '../../../src/errors/problem';
import type { ProblemCode } from '../../../src/errors/problemCodes';
import { unavailable } from '../../../src/temporal/flowFailures';
import type { RefusalCode } from '../../../workflows/contracts/flow';
import type { RawAnswer, RawRequest } from './rawHttp';
import { awaitPassword, exampleRegistration, goodPassword, goodRequests, type Headers } from './requests';
import { TestApi } from './testApi';

/** What a provocation is given: an API, and the request that would succeed, with headers that every request carries. */
interface Stage {
  readonly api: TestApi;
  readonly headers: Headers;
  readonly good: RawRequest;
}

/** Makes an endpoint answer with one code. */
type Provocation = (stage: Stage) => Promise<RawAnswer>;
export type Provocations = Readonly<Partial<Record<ProblemCode, Provocation>>>;

function sendInstead(change: (good: RawRequest) => RawRequest): Provocation {
  return ({ api, good }) => api.send(change(good));
}

function withBody(body: unknown): Provocation {
  return sendInstead((good) => ({ ...good, body: typeof body === 'string' ? body : JSON.stringify(body) }));
}

function withHeaders(headers: Headers): Provocation {
  return sendInstead((good) => ({ ...good, headers: { ...good.headers, ...headers } }));
}

function withoutHeader(name: string): Provocation {
  return sendInstead((good) => ({
    ...good,
    headers: Object.fromEntries(Object.entries(good.headers ?? {}).filter(([key]) => key !== name)),
  }));
}

function flowFails(failure: Error): Provocation {
  return ({ api, good }) => {
    api.flows.failWith(failure);
    return api.send(good);
  };
}

function flowRefuses(...codes: (RefusalCode | 'NOT_FOUND')[]): Provocations {
  return Object.fromEntries(codes.map((code) => [code, flowFails(new Problem(code, waits(code)))]));
}

function waits(code: RefusalCode | 'NOT_FOUND') {
  return code === 'RESEND_TOO_EARLY' || code === 'MESSAGE_BUDGET_SPENT' ? { retryAfterSeconds: 30 } : {};
}

/** The start's answer is a flow that was rejected. */
function flowRejects(...codes: RefusalCode[]): Provocations {
  const provoke =
    (code: RefusalCode): Provocation =>
    ({ api, good }) => {
      api.flows.standAt({ status: 'REJECTED', nextSteps: [], refusal: { code, ...waits(code) } });
      return api.send(good);
    };
  return Object.fromEntries(codes.map((code) => [code, provoke(code)]));
}

/** An API that lets one network address start one flow is asked for a second one. */
const tooManyStarts: Provocation = async ({ headers, good }) => {
  const narrow = await TestApi.start({ STARTS_PER_ADDRESS_AN_HOUR: '1' });
  try {
    await narrow.send(goodRequests['registerUserAdmin']!(narrow));
    return await narrow.send({ ...good, headers: { ...good.headers, ...headers } });
  } finally {
    await narrow.stop();
  }
};

/** An API that works on one request at a time is asked a second one. */
const overload: Provocation = async ({ headers, good }) => {
  const narrow = await TestApi.start({ MAX_REQUESTS_IN_FLIGHT: '1' });
  const release = narrow.flows.hold();
  const first = narrow.send(goodRequests['registerUserAdmin']!(narrow));
  try {
    while (narrow.flows.calls === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return await narrow.send({ ...good, headers: { ...good.headers, ...headers } });
  } finally {
    release();
    await first;
    await narrow.stop();
  }
};

const ofAnyCall: Provocations = {
  OVERLOADED: overload,
  TEMPORARILY_UNAVAILABLE: flowFails(unavailable(new Error('away'))),
  INTERNAL_ERROR: flowFails(new Error('a slip of the programmer')),
};
const ofAnyBody: Provocations = {
  REQUEST_MALFORMED: withBody('{'),
  REQUEST_INVALID: withBody({ unknown: true }),
  REQUEST_TOO_LARGE: withBody({ text: 'x'.repeat(17 * 1024) }),
  MEDIA_TYPE_UNSUPPORTED: withHeaders({ 'Content-Type': 'text/plain' }),
  IDEMPOTENCY_KEY_REQUIRED: withoutHeader('Idempotency-Key'),
};
const ofAnyFlowToken: Provocations = {
  FLOW_TOKEN_REQUIRED: withoutHeader('Authorization'),
  FLOW_TOKEN_INVALID: withHeaders({ Authorization: 'Bearer none' }),
};

type Representative = typeof exampleRegistration.legalRepresentative;

function representative(change: Partial<Record<keyof Representative, string>>): Provocation {
  const { legalRepresentative } = exampleRegistration;
  return withBody({ ...exampleRegistration, legalRepresentative: { ...legalRepresentative, ...change } });
}

function password(text: string): Provocation {
  return async ({ api, good }) => {
    await awaitPassword(api);
    return api.send({ ...good, body: JSON.stringify({ password: text }) });
  };
}

/** Every code of every operation, each with a way to provoke it. */
export const provocations: Readonly<Record<string, Provocations>> = {
  registerUserAdmin: {
    ...ofAnyCall,
    ...ofAnyBody,
    VAT_NUMBER_INVALID: withBody({ ...exampleRegistration, vatNumber: '00000010018' }),
    USERNAME_INVALID: withBody({ ...exampleRegistration, username: '+393201234567' }),
    TAX_CODE_INVALID: representative({ taxCode: 'AAAAAA00A00A000A' }),
    MOBILE_INVALID: representative({ mobile: '12' }),
    EMAIL_INVALID: representative({ email: 'two@example.com, three@example.com' }),
    NAME_INVALID: representative({ firstName: '<b>' }),
    TOO_MANY_STARTS: tooManyStarts,
    BIRTH_DATE_INVALID: representative({ birthDate: '1980-02-30' }),
    ...flowRejects(
      'CONTRACT_DATA_MISMATCH',
      'VAT_ALREADY_SERVED',
      'LARGE_COMPANY',
      'NO_ELIGIBLE_OFFER',
      'USERNAME_TAKEN',
      'REGISTRATION_UNDER_WAY',
      'LINK_VOID',
      'MESSAGE_BUDGET_SPENT',
    ),
  },
  activate: {
    ...ofAnyCall,
    ...ofAnyBody,
    LINK_UNKNOWN: withBody({ token: 'half-a-token' }),
    ...flowRefuses('LINK_VOID', 'FLOW_EXPIRED', 'STEP_OUT_OF_ORDER', 'NOT_FOUND'),
  },
  readFlow: { ...ofAnyCall, ...ofAnyFlowToken, ...flowRefuses('NOT_FOUND') },
  resendLink: {
    ...ofAnyCall,
    ...ofAnyBody,
    ...ofAnyFlowToken,
    ...flowRefuses('RESEND_TOO_EARLY', 'RESENDS_SPENT', 'MESSAGE_BUDGET_SPENT', 'STEP_OUT_OF_ORDER'),
    ...flowRefuses('FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'),
  },
  setPassword: {
    ...ofAnyCall,
    ...ofAnyBody,
    ...ofAnyFlowToken,
    FLOW_TOKEN_INSUFFICIENT: ({ api, headers }) =>
      api.send({
        ...goodRequests['setPassword']!(api, {
          ...headers,
          Authorization: String(goodRequests['readFlow']!(api).headers?.['Authorization']),
        }),
      }),
    PASSWORD_TOO_SHORT: password('quattro mucche'),
    PASSWORD_TOO_LONG: password(goodPassword.repeat(5)),
    PASSWORD_COMMON: password('1qaz2wsx3edc4rfv'),
    PASSWORD_REPETITIVE: password('ab'.repeat(10)),
    PASSWORD_SEQUENTIAL: password('abcdefghijklmnop'),
    PASSWORD_TELLS_ACCOUNT: password(`${exampleRegistration.username}2026`),
    ...flowRefuses('PASSWORD_HANDOVER_LOST', 'STEP_OUT_OF_ORDER', 'FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'),
  },
};
