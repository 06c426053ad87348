import { randomUUID } from 'node:crypto';
import type { Account } from '../../../src/database/accounts';
import { Problem } from '../../../src/errors/problem';
import type { ProblemCode } from '../../../src/errors/catalogue';
import { unavailable } from '../../../src/temporal/flowFailures';
import type { RefusalCode } from '../../../workflows/contracts/flow';
import { RangeServer } from './rangeServer';
import type { RawAnswer, RawRequest } from './rawHttp';
import {
  awaitPassword,
  exampleRegistration,
  goodPassword,
  goodRequests,
  sessionToken,
  type Headers,
} from './requests';
import { letWait, recordAccount, signIn } from './signedIn';
import { TestApi } from './testApi';

/** What a provocation is given: the request that would succeed, with headers that every request carries, and APIs to send it to. */
interface Stage {
  readonly api: TestApi;
  readonly narrow: TestApi;
  readonly headers: Headers;
  readonly good: RawRequest;
}

/** Makes an endpoint answer with one code. */
export type Provocation = (stage: Stage) => Promise<RawAnswer>;
export type Provocations = Readonly<Partial<Record<ProblemCode, Provocation>>>;

function sendInstead(change: (good: RawRequest) => RawRequest): Provocation {
  return ({ api, good }) => api.send(change(good));
}

export function withBody(body: unknown): Provocation {
  return sendInstead((good) => ({ ...good, body: typeof body === 'string' ? body : JSON.stringify(body) }));
}

/** @param query with its `?` */
export function withQuery(query: string): Provocation {
  return sendInstead((good) => ({ ...good, path: good.path + query }));
}

function withHeaders(headers: Headers): Provocation {
  return sendInstead((good) => ({ ...good, headers: { ...good.headers, ...headers } }));
}

export function withoutHeader(name: string): Provocation {
  return sendInstead((good) => without(name, good));
}

export function without(name: string, good: RawRequest): RawRequest {
  const headers = Object.entries(good.headers ?? {}).filter(([key]) => key !== name);
  return { ...good, headers: Object.fromEntries(headers) };
}

function flowFails(failure: Error): Provocation {
  return ({ api, good }) => {
    api.flows.failWith(failure);
    return api.send(good);
  };
}

export function flowRefuses(...codes: (RefusalCode | 'NOT_FOUND')[]): Provocations {
  return Object.fromEntries(codes.map((code) => [code, flowFails(new Problem(code, waits(code)))]));
}

const refusalsThatWait: readonly string[] = [
  'RESEND_TOO_EARLY',
  'MESSAGE_BUDGET_SPENT',
  'TOO_MANY_TAKEN_USERNAMES',
  'TOO_MANY_WRONG_CODES',
  'CODE_ENTRY_PAUSED',
  'PUK_ATTEMPTS_SPENT',
];

function waits(code: RefusalCode | 'NOT_FOUND') {
  return refusalsThatWait.includes(code) ? { retryAfterSeconds: 30 } : {};
}

/** The start's answer is a flow that was rejected. */
export function flowRejects(...codes: RefusalCode[]): Provocations {
  const provoke =
    (code: RefusalCode): Provocation =>
    ({ api, good }) => {
      api.flows.standAt({ status: 'REJECTED', nextSteps: [], refusal: { code, ...waits(code) } });
      return api.send(good);
    };
  return Object.fromEntries(codes.map((code) => [code, provoke(code)]));
}

/** An API that works on one request at a time, lets one network address start one flow, and knows a stolen password. */
export async function narrowApi(): Promise<TestApi> {
  const { url } = await RangeServer.knowing(stolenPassword);
  return TestApi.start({
    STARTS_PER_ORIGIN: '1',
    MAX_REQUESTS_IN_FLIGHT: '1',
    NEW_DEVICE_CONFIRMATION: 'everybody',
    BREACHED_PASSWORDS_URL: url,
  });
}

const stolenPassword = 'cavallo giusto pila graffetta';

export const breachedPassword: Provocation = async ({ narrow, good }) => {
  await awaitPassword(narrow);
  return narrow.send({ ...good, body: JSON.stringify({ password: stolenPassword }) });
};

/** A new password for the account that is signed in. */
export function changedTo(text: string): Provocation {
  return sendInstead((good) => ({ ...good, body: bodyOfChange(text) }));
}

export const changedToBreached: Provocation = async ({ narrow, good }) => {
  await signIn(narrow);
  return narrow.send({ ...good, body: bodyOfChange(stolenPassword) });
};

function bodyOfChange(text: string): string {
  return JSON.stringify({ currentPassword: goodPassword, password: text });
}

/** The same request once more with another password, before any flow took the first one. */
export function withAnotherPassword(bodyOf: (text: string) => object): Provocation {
  return async ({ api, good }) => {
    await awaitPassword(api);
    const sent = (text: string) => api.send({ ...good, body: JSON.stringify(bodyOf(text)) });
    await sent(`${goodPassword} ancora`);
    return sent(`${goodPassword} di nuovo`);
  };
}

export const tooManyStarts: Provocation = async ({ narrow, good }) => {
  await narrow.send(goodRequests['registerUserAdmin']!(narrow));
  return narrow.send(good);
};

/** Of a signed-in account, which may start one flow. */
export const startedAgain: Provocation = async ({ narrow, good }) => {
  await narrow.send(good);
  return narrow.send({ ...good, headers: { ...good.headers, 'Idempotency-Key': randomUUID() } });
};

const overload: Provocation = async ({ narrow, good }) => {
  const release = narrow.flows.hold();
  const first = narrow.send(goodRequests['resendLink']!(narrow));
  try {
    await narrow.flows.untilAsked(1);
    return await narrow.send(good);
  } finally {
    release();
    await first;
  }
};

export const ofAnyCall: Provocations = {
  OVERLOADED: overload,
  TEMPORARILY_UNAVAILABLE: flowFails(unavailable(new Error('away'))),
  INTERNAL_ERROR: flowFails(new Error('a slip of the programmer')),
};
/** Beside what a POST has to bring. */
export const ofAnyPut: Provocations = {
  REQUEST_MALFORMED: withBody('{'),
  REQUEST_INVALID: withBody({ unknown: true }),
  REQUEST_TOO_LARGE: withBody({ text: 'x'.repeat(17 * 1024) }),
  MEDIA_TYPE_UNSUPPORTED: withHeaders({ 'Content-Type': 'text/plain' }),
};
export const ofAnyBody: Provocations = {
  ...ofAnyPut,
  IDEMPOTENCY_KEY_REQUIRED: withoutHeader('Idempotency-Key'),
};
export const ofAnyFlowToken: Provocations = {
  FLOW_TOKEN_REQUIRED: withoutHeader('Authorization'),
  FLOW_TOKEN_INVALID: withHeaders({ Authorization: 'Bearer none' }),
};

function clockFails(failure: Error): Provocation {
  return ({ api, good }) => {
    api.clock.failWith(failure);
    return api.send(good);
  };
}

export function offersFail(failure: Error): Provocation {
  return ({ api, good }) => {
    jest.spyOn(api.context.database.offers, 'find').mockImplementationOnce(() => {
      throw failure;
    });
    return api.send(good);
  };
}

export const ofAnySessionCall: Provocations = {
  OVERLOADED: overload,
  TEMPORARILY_UNAVAILABLE: clockFails(unavailable(new Error('away'))),
  INTERNAL_ERROR: clockFails(new Error('a slip of the programmer')),
};
export const ofAnySession: Provocations = {
  ...ofAnySessionCall,
  SESSION_REQUIRED: withoutHeader('Authorization'),
  SESSION_INVALID: withHeaders({ Authorization: 'Bearer none' }),
};
/** Too long ago for what asks for it typed recently. */
export const passwordTypedLongAgo: Provocation = async ({ api, good }) => {
  await api.context.database.sessions.updateMany({}, { $unset: { provenAt: 1 } });
  return api.send(good);
};
/** The request of somebody whose profile has no such function. */
export function asProfile(kind: Account['kind']): Provocation {
  return async ({ api, good }) => {
    await recordAccount(api, { kind });
    return api.send(good);
  };
}
/** No account has a line any more. */
export const linesGone: Provocation = async ({ api, good }) => {
  await api.context.database.lineAssociations.deleteMany({});
  return api.send(good);
};
/** What an employee may do, asked by the administrator. */
export const asAdministrator: Provocation = withHeaders({ Authorization: `Bearer ${sessionToken}` });
export const fromAnotherSite: Provocation = ({ api, good }) =>
  api.send(
    without('Authorization', {
      ...good,
      headers: { ...good.headers, Cookie: `session=${sessionToken}`, 'Sec-Fetch-Site': 'cross-site' },
    }),
  );

export function waitAt(keyOf: (api: TestApi) => string): Provocation {
  return async ({ api, good }) => {
    await letWait(api, keyOf(api));
    return api.send(good);
  };
}

type Representative = typeof exampleRegistration.legalRepresentative;

export function representative(change: Partial<Record<keyof Representative, string>>): Provocation {
  const { legalRepresentative } = exampleRegistration;
  return withBody({ ...exampleRegistration, legalRepresentative: { ...legalRepresentative, ...change } });
}

export function password(text: string): Provocation {
  return async ({ api, good }) => {
    await awaitPassword(api);
    return api.send({ ...good, body: JSON.stringify({ password: text }) });
  };
}
