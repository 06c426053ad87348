import { z } from 'zod';
import { camaraOperations } from '../../src/camara/operations';
import { createLogger } from '../../src/observability/logger';
import { currentCorrelator, withCorrelator } from '../../src/observability/correlation';
import {
  awaitPassword,
  exampleRegistration,
  flowId,
  goodPassword,
  goodRequests,
  post,
} from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { eventually } from '../support/eventually';

const secret = 'chiara.esempio@example.com';
const names = [
  [
    'password',
    'currentPassword',
    'generatedPassword',
    'token',
    'flowToken',
    'code',
    'puk',
    'iccid',
    'assertion',
    'authorization',
  ],
  [
    'email',
    'mobile',
    'line',
    'phoneNumber',
    'message',
    'search',
    'cursor',
    'firstName',
    'lastName',
    'birthDate',
    'taxCode',
    'vatNumber',
    'username',
    'to',
    'cookie',
  ],
].flat();

/** Texts of requests that say nothing of anybody. */
const ofNobody = ['authenticationId', 'id', 'limit', 'offer'];

function logged(value: object): string {
  const lines: string[] = [];
  createLogger({ logLevel: 'info' }, 'test', { write: (line: string) => lines.push(line) }).info(
    value,
    'event',
  );
  return lines.join('');
}

/** `value`, so many objects below the top. */
function nested(value: object, depth: number): object {
  return depth === 0 ? value : { inner: nested(value, depth - 1) };
}

describe('a log line', () => {
  describe.each([0, 1, 2, 3])('%d objects deep', (depth) => {
    test.each(names)('never shows what stands under "%s"', (name) => {
      const line = logged(nested({ [name]: secret, flow: 'kept' }, depth));
      expect(line).not.toContain(secret);
      expect(line).toContain('[redacted]');
      expect(line).toContain('kept');
    });
  });

  test('never shows it in a list either, nor when it is an object itself', () => {
    expect(logged({ persons: [{ email: secret }, { email: secret }] })).not.toContain(secret);
    expect(logged({ email: { address: secret } })).not.toContain(secret);
  });

  test('leaves the value that was logged as it was', () => {
    const value = { email: secret };
    logged(value);
    expect(value).toEqual({ email: secret });
  });
});

/** Names of the texts that a body or query takes as they were typed, at any depth. */
function namesOfTexts(schema: z.ZodType | undefined): readonly string[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([name, field]) =>
      isText(field) ? [name] : namesOfTexts(field),
    );
  }
  if (schema instanceof z.ZodUnion) return (schema.options as readonly z.ZodType[]).flatMap(namesOfTexts);
  const inner = innerOf(schema);
  return inner === undefined ? [] : namesOfTexts(inner);
}

function isText(schema: z.ZodType): boolean {
  const inner = innerOf(schema);
  return inner === undefined ? schema instanceof z.ZodString : isText(inner);
}

/** What an optional field, one with a default or one that is changed as it is read, takes. */
function innerOf(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : undefined;
}

describe('what the API logs', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start()));
  afterAll(() => api.stop());
  beforeEach(() => {
    api.flows.reset();
    api.logLines.length = 0;
  });

  /** The lines with this message, once there are so many. */
  async function lines(message: string, count: number): Promise<Record<string, unknown>[]> {
    return eventually(() => {
      const found = api.logLines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === message);
      return found.length >= count ? found : undefined;
    }, `The message "${message}" was not logged ${count} times.`);
  }

  test('of a request: its route as declared, method, status and time, and nothing else', async () => {
    await api.send(goodRequests['readFlow']!(api, { 'x-correlator': 'seen' }));
    const [line] = await lines('request', 1);
    expect(Object.keys(line!).sort()).toEqual(
      ['correlator', 'level', 'method', 'ms', 'msg', 'route', 'service', 'status', 'time'].sort(),
    );
    expect(line).toMatchObject({
      correlator: 'seen',
      method: 'GET',
      route: '/v1/flows/:flowId',
      status: 200,
    });
  });

  test('holds no id, query, body, token or header of any request, answered or refused', async () => {
    await awaitPassword(api);
    const requests = [
      ...Object.values(goodRequests).map((request) => request(api, { 'User-Agent': secret, Cookie: secret })),
      { path: `/v1/flows/${flowId}/${secret}?email=${secret}` },
      { path: `/${secret}`, headers: { Authorization: `Bearer ${secret}` } },
      post('/v1/user-admin-registrations', `{"${secret}":`),
      post('/v1/user-admin-registrations', { ...exampleRegistration, [secret]: secret }),
      post('/v1/activations', { token: secret }),
    ];
    for (const request of requests) await api.send(request);
    await lines('request', requests.length);

    const all = api.logLines.join('');
    const { username, vatNumber, legalRepresentative } = exampleRegistration;
    const token = String(goodRequests['readFlow']!(api).headers?.['Authorization']).slice(7);
    for (const hidden of [secret, flowId, token, goodPassword, username, vatNumber, 'argon2']) {
      expect(all).not.toContain(hidden);
    }
    for (const value of Object.values(legalRepresentative)) expect(all).not.toContain(value);
  });

  test('of what requests bring: no text that was typed, under any name that it has in one', () => {
    const schemas = [
      ...api.context.endpoints.flatMap(({ body, query }) => [body, query]),
      ...camaraOperations.map(({ body }) => body),
    ];
    const typed = new Set(schemas.flatMap(namesOfTexts));
    expect(typed).toContain('taxCode');
    const shown = [...typed].filter((name) => logged({ [name]: secret }).includes(secret));
    expect(shown.sort()).toEqual(ofNobody);
  });

  test('of a refusal: its code, its reference and the pointers of its fields', async () => {
    const body = { ...exampleRegistration, username: 'no name' };
    const answer = await api.send(post('/v1/user-admin-registrations', body, { 'x-correlator': 'seen' }));
    const [line] = await lines('request refused', 1);
    expect(line).toMatchObject({
      correlator: 'seen',
      problem: 'USERNAME_INVALID',
      fields: ['/username USERNAME_INVALID'],
      supportReference: (JSON.parse(answer.text) as { supportReference: string }).supportReference,
    });
  });

  test('of a failure: its kind and where it arose, never its text; the caller learns neither', async () => {
    api.flows.failWith(new TypeError(`cannot read ${secret}`));
    const answer = await api.send(goodRequests['readFlow']!(api));
    const [line] = await lines('request failed', 1);
    expect(line).toMatchObject({ problem: 'INTERNAL_ERROR', cause: { name: 'TypeError' } });
    expect(JSON.stringify(line)).toMatch(/at .*test.*logs/);
    expect(JSON.stringify(line) + answer.text).not.toContain(secret);
    expect(answer.text).not.toMatch(/TypeError|\.ts/);
  });
});

describe('a correlation id', () => {
  test('is that of the request while others run and wait at the same time', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        withCorrelator(id, async () => {
          await new Promise(setImmediate);
          return currentCorrelator();
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(currentCorrelator()).toBeUndefined();
  });
});
