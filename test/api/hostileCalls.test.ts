import { catalogue } from '../../src/errors/catalogue';
import type { Endpoint } from '../../src/http/endpoint';
import { hostileValues } from './support/hostileValues';
import { jsonOf, type RawAnswer, type RawRequest } from './support/rawHttp';
import { awaitPassword, goodRequests } from './support/requests';
import { signIn } from './support/signedIn';
import { TestApi } from './support/testApi';

let api: TestApi;
let accountsBefore: unknown;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.flows.reset();
  await signIn(api);
  await awaitPassword(api);
  accountsBefore = await accountsNow();
});

function goodOf(operation: string): RawRequest {
  const good = goodRequests[operation];
  if (!good) throw new Error(`There is no good request for ${operation}.`);
  return good(api);
}
const endpointsWith = (part: (endpoint: Endpoint) => unknown) =>
  api.context.endpoints.filter((endpoint) => part(endpoint));
const bodyOf = (operation: string) => JSON.parse(String(goodOf(operation).body)) as Record<string, unknown>;
const sendBody = (operation: string, body: string) => api.send({ ...goodOf(operation), body });

/** A client's error, in the form of every other, and no cause of it. */
function refusedOf(answer: RawAnswer, ...about: unknown[]): [number, unknown] {
  const { code } = jsonOf(answer);
  const isRefusal =
    answer.status >= 400 && answer.status < 500 && Object.keys(catalogue).includes(String(code));
  expect([...about, isRefusal ? 'refused' : `${answer.status} ${String(code)}`]).toEqual([
    ...about,
    'refused',
  ]);
  return [answer.status, code];
}

async function accountsNow(): Promise<unknown> {
  const accounts = await api.context.database.accounts.find().sort({ _id: 1 }).lean();
  return accounts.map(({ _id, kind, vatNumber, status }) => [_id, kind, vatNumber, status]);
}

/** Nothing has begun, nobody is another one, and no object has what was sent. */
async function expectNothingHappened(): Promise<void> {
  expect(api.flows.calls).toBe(0);
  expect(await accountsNow()).toEqual(accountsBefore);
  expect(await api.context.database.passwordClaims.countDocuments()).toBe(0);
  expect(Object.prototype).not.toHaveProperty('role');
}

/** What a document has and a request must not bring along. */
const assignable = [
  ...['_id', 'role', 'kind', 'status', 'accountId', 'heldBy', 'passwordHash', 'sessionEpoch', 'assurance'],
  ...['emailVerified', 'addressKey', '__proto__', 'constructor', '$set'],
];

/**
 * A new password may be of any characters: what of it is refused, and why, is tested with it. Of a password beside a code no
 * answer tells whether it is right.
 */
const takesAnyText = (operation: string, field: string) =>
  ['setPassword', 'confirmNewDevice'].includes(operation) && field === 'password';

/** The registration of a User Admin has a test of its own, field by field. */
const lessTested = () =>
  endpointsWith(({ operationId, body }) => body && operationId !== 'registerUserAdmin');

describe('a body', () => {
  test('with a value of another shape is refused as such, in every field of every call', async () => {
    for (const { operationId } of lessTested()) {
      const good = bodyOf(operationId);
      for (const [field, value] of Object.entries(good)) {
        for (const [name, hostile] of Object.entries(hostileValues)) {
          if (typeof hostile === 'string' || (typeof hostile === typeof value && typeof value !== 'object'))
            continue;
          const answer = await sendBody(operationId, JSON.stringify({ ...good, [field]: hostile }));
          const about = [operationId, field, name];
          expect([...about, ...refusedOf(answer, ...about)]).toEqual([...about, 400, 'REQUEST_INVALID']);
        }
      }
    }
    await expectNothingHappened();
  });

  test('with a hostile text is refused, in every field of every call, and breaks nothing', async () => {
    const texts = Object.entries(hostileValues).filter(([, value]) => typeof value === 'string');
    for (const { operationId } of lessTested()) {
      const good = bodyOf(operationId);
      for (const [field, value] of Object.entries(good)) {
        if (typeof value !== 'string' || takesAnyText(operationId, field)) continue;
        for (const [name, hostile] of texts)
          refusedOf(
            await sendBody(operationId, JSON.stringify({ ...good, [field]: hostile })),
            operationId,
            field,
            name,
          );
      }
    }
    await expectNothingHappened();
  });

  test("with a field that is not the caller's to set is refused by every call", async () => {
    for (const { operationId } of endpointsWith(({ body }) => body)) {
      const good = JSON.stringify(bodyOf(operationId));
      for (const name of assignable) {
        const separator = good === '{}' ? '' : ',';
        const body = good.replace('{', `{${JSON.stringify(name)}:{"role":"userAdmin"}${separator}`);
        const answer = await sendBody(operationId, body);
        const about = [operationId, name];
        expect([...about, ...refusedOf(answer, ...about)]).toEqual([...about, 400, 'REQUEST_INVALID']);
        expect(jsonOf(answer)['errors']).toEqual([expect.objectContaining({ code: 'FIELD_UNKNOWN' })]);
      }
    }
    await expectNothingHappened();
  });

  test('that is no object is refused by every call', async () => {
    for (const { operationId } of endpointsWith(({ body }) => body)) {
      for (const body of ['null', '[]', '"text"', '1', `[${JSON.stringify(bodyOf(operationId))}]`]) {
        const answer = await sendBody(operationId, body);
        expect([operationId, ...refusedOf(answer, operationId, body)]).toEqual([
          operationId,
          400,
          'REQUEST_MALFORMED',
        ]);
      }
    }
    await expectNothingHappened();
  });
});

describe('a parameter', () => {
  const operators = ['[$ne]=', '[$gt]=1', '[]=1', '[__proto__]=1', '=1&PARAMETER=1'];

  test('behind the ? that is an operator, a list or unknown is refused by every call that takes some', async () => {
    const withoutAny: string[] = [];
    for (const { operationId, path, query } of endpointsWith((endpoint) => endpoint.query)) {
      const parameters = Object.keys(query?.shape ?? {});
      if (parameters.length === 0) withoutAny.push(operationId);
      const hostile = [
        ...parameters.flatMap((name) => operators.map((form) => `${name}${form.replace('PARAMETER', name)}`)),
        ...['__proto__=1', 'constructor=1', '$where=1', 'vatNumber=99000029993', 'accountId=other'],
      ];
      for (const text of hostile) {
        const answer = await api.send({ ...goodOf(operationId), path: `${path}?${text}` });
        expect([text, ...refusedOf(answer, operationId, text)]).toEqual([text, 400, 'REQUEST_INVALID']);
      }
      for (const name of parameters) {
        for (const value of [
          '%00',
          '%7B%22%24ne%22%3Anull%7D',
          'a'.repeat(5_000),
          '%F0%9F%A6%86',
          '-1',
          '1e9',
        ])
          refusedOf(
            await api.send({ ...goodOf(operationId), path: `${path}?${name}=${value}` }),
            name,
            value,
          );
      }
    }
    expect(withoutAny).toEqual(['askForPasskeySignIn']);
  });

  test('in the path that is anything else finds nothing, and breaks nothing', async () => {
    const hostile = [
      '%00',
      '..%2F..%2Fv1%2Faccount',
      '%7B%22%24ne%22%3Anull%7D',
      '__proto__',
      '%5B%24ne%5D',
      'a'.repeat(2_000),
    ];
    for (const { operationId, path } of endpointsWith((endpoint) => endpoint.path.includes('{'))) {
      for (const value of hostile)
        refusedOf(
          await api.send({ ...goodOf(operationId), path: path.replace(/\{\w+\}/, value) }),
          operationId,
          value,
        );
    }
    await expectNothingHappened();
  });
});
