import { catalogue, type ProblemCode } from '../../src/errors/catalogue';
import { problemSchema } from '../../src/http/schemas';
import { problemsOf } from '../../src/openapi/document';
import { locales } from '../../workflows/contracts/flow';
import { provocations } from './support/provocations';
import { narrowApi } from './support/provoking';
import { jsonOf, type RawAnswer } from './support/rawHttp';
import { goodRequests } from './support/requests';
import { signIn } from './support/signedIn';
import { TestApi } from './support/testApi';

let api: TestApi;
let narrow: TestApi;
beforeAll(async () => {
  [api, narrow] = await Promise.all([TestApi.start(), narrowApi()]);
  await api.makeIndexes();
  api.context.database.connection.set('debug', (_collection: string, method: string) => {
    isWritten ||= !reading.includes(method);
  });
});
afterAll(() => Promise.all([api.stop(), narrow.stop()]));
beforeEach(() => {
  api.flows.reset();
  narrow.flows.reset();
  api.clock.reset();
});

const rows = Object.entries(provocations).flatMap(([operation, codes]) =>
  Object.keys(codes).map((code) => ({ operation, code: code as ProblemCode })),
);

/** Most refusals write nothing, so the session of the test before is used again: signing in anew is most of a test's work. */
let isWritten = true;
let signedInAt = 0;
const longestUseMs = 60_000;
const reading = ['find', 'findOne', 'countDocuments', 'aggregate', 'distinct'];

async function signInWhereWritten(): Promise<void> {
  const isFresh = Date.now() - signedInAt < longestUseMs;
  if (isFresh && !isWritten) return;
  await signIn(api);
  signedInAt = Date.now();
  isWritten = false;
}

/** Whether the operation reads a session. A step of a flow reads one where the flow is an account's. */
function asksAboutSessions(operation: string): boolean {
  return api.context.endpoints.some(
    ({ operationId, session, flowToken }) =>
      operationId === operation && (session !== undefined || flowToken !== undefined),
  );
}

/** Codes that come with a time after which a new try makes sense. */
const waiting: readonly ProblemCode[] = [
  'TOO_MANY_STARTS',
  'OVERLOADED',
  'TEMPORARILY_UNAVAILABLE',
  'RESEND_TOO_EARLY',
  'MESSAGE_BUDGET_SPENT',
  'TOO_MANY_TAKEN_USERNAMES',
  'TOO_MANY_WRONG_CODES',
  'CODE_ENTRY_PAUSED',
  'PUK_ATTEMPTS_SPENT',
  'SIGN_IN_WAIT',
];

/** Codes that no operation declares: of the router itself, of single fields inside `errors`, of another API. */
const declaredByNone: readonly string[] = [
  'METHOD_NOT_ALLOWED',
  'FIELD_UNKNOWN',
  'FIELD_INVALID',
  'NUMBER_NOT_SERVED',
  'NUMBER_WITHOUT_SMS',
  'NUMBER_BLOCKED',
  'CLIENT_BUDGET_SPENT',
];

describe('problems', () => {
  describe.each(locales)('in %s', (locale) => {
    test.each(rows)('$operation answers $code as the catalogue has it', async ({ operation, code }) => {
      if (asksAboutSessions(operation)) await signInWhereWritten();
      const headers = { 'Accept-Language': `${locale}-XX,${locale};q=0.9`, 'x-correlator': 'abc-123' };
      const good = goodRequests[operation]!(api, headers);
      const answer = await provocations[operation]![code]!({ api, narrow, headers, good });
      expectProblem(answer, code, locale);
      expect(answer.headers['x-correlator']).toBe('abc-123');
    });
  });

  test('every code that an operation declares is provoked, and no other', () => {
    const declared = api.context.endpoints.map((endpoint) => [
      endpoint.operationId,
      problemsOf(endpoint).toSorted(),
    ]);
    const provoked = Object.entries(provocations).map(([name, codes]) => [name, Object.keys(codes).sort()]);
    expect(Object.fromEntries(provoked)).toEqual(Object.fromEntries(declared));
  });

  test('every code of the catalogue is declared by an operation, or is one of the few that none can declare', () => {
    const declared = new Set(api.context.endpoints.flatMap(problemsOf));
    const orphans = Object.keys(catalogue).filter((code) => !declared.has(code as ProblemCode));
    expect(orphans.filter((code) => !declaredByNone.includes(code))).toEqual([]);
  });
});

function expectProblem(answer: RawAnswer, code: ProblemCode, locale: 'it' | 'en'): void {
  const problem = problemSchema.parse(jsonOf(answer));
  expect(problem).toMatchObject({ code, type: `/problems/${code}`, ...catalogue[code][locale] });
  expect(answer.status).toBe(catalogue[code].status);
  expect(problem.status).toBe(answer.status);
  expect(problem.supportReference).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  expect(answer.headers).toMatchObject({
    'content-type': expect.stringMatching(/^application\/problem\+json/) as string,
    'content-language': locale,
    'cache-control': 'no-store',
  });
  const wait = answer.headers['retry-after'];
  if (waiting.includes(code)) expect(Number(wait)).toBeGreaterThan(0);
  else expect(wait).toBeUndefined();
}
