import { gzipSync } from 'node:zlib';
import { hostileValues } from './support/hostileValues';
import { jsonOf, type RawAnswer, type RawRequest } from './support/rawHttp';
import {
  awaitPassword,
  bearer,
  exampleManager,
  exampleRegistration,
  flowId,
  goodPassword,
  post,
  sessionToken,
} from './support/requests';
import { signIn } from './support/signedIn';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const registrations = '/v1/user-admin-registrations';
const { legalRepresentative } = exampleRegistration;
const asSignedIn = { Authorization: `Bearer ${sessionToken}` };

/** A client's error, in the form of every other, after which nothing has begun. */
function expectRefused(answer: RawAnswer, statuses: readonly number[] = [400, 422]): void {
  expect(statuses).toContain(answer.status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(jsonOf(answer)).toMatchObject({ status: answer.status, code: expect.any(String) as string });
  expect(api.flows.calls).toBe(0);
}

const fields = [...Object.keys(legalRepresentative), 'vatNumber', 'username'];

function registrationWith(field: string, value: unknown): unknown {
  return field in legalRepresentative
    ? { ...exampleRegistration, legalRepresentative: { ...legalRepresentative, [field]: value } }
    : { ...exampleRegistration, [field]: value };
}

test('the invitation of a Telco Manager takes none of them in any of its fields', async () => {
  await signIn(api);
  for (const field of Object.keys(exampleManager)) {
    for (const value of Object.values(hostileValues)) {
      const request = post('/v1/telco-managers', { ...exampleManager, [field]: value }, asSignedIn);
      expectRefused(await api.send(request));
    }
  }
});

describe('a registration', () => {
  describe.each(Object.keys(hostileValues))('with %s', (name) => {
    test.each(fields)('as %s is refused', async (field) => {
      expectRefused(await api.send(post(registrations, registrationWith(field, hostileValues[name]))));
    });
  });

  test.each([
    'role',
    'status',
    'flowId',
    'addressKey',
    'supportReference',
    'figures',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '$where',
    'legalRepresentative.email',
  ])('with the further field "%s" is refused, wherever it stands', async (name) => {
    const further = `${JSON.stringify(name)}:{"role":"admin"}`;
    const outside = JSON.stringify(exampleRegistration).replace('{', `{${further},`);
    const inside = JSON.stringify(exampleRegistration).replace(
      '"legalRepresentative":{',
      `"legalRepresentative":{${further},`,
    );
    for (const body of [outside, inside]) {
      const answer = await api.send(post(registrations, body));
      expectRefused(answer, [400]);
      expect(jsonOf(answer)['errors']).toEqual([expect.objectContaining({ code: 'FIELD_UNKNOWN' })]);
      expect(JSON.stringify(jsonOf(answer)['errors'])).not.toContain(name);
    }
    expect(Object.prototype).not.toHaveProperty('role');
  });

  test('every field that was refused is named at once, by its pointer and never by its value', async () => {
    const answer = await api.send(
      post(registrations, {
        ...exampleRegistration,
        username: 'secret one',
        legalRepresentative: { ...legalRepresentative, email: 'no mail', taxCode: 'X' },
      }),
    );
    expect(jsonOf(answer)['errors']).toEqual([
      expect.objectContaining({ pointer: '/legalRepresentative/taxCode', code: 'TAX_CODE_INVALID' }),
      expect.objectContaining({ pointer: '/legalRepresentative/email', code: 'EMAIL_INVALID' }),
      expect.objectContaining({ pointer: '/username', code: 'USERNAME_INVALID' }),
    ]);
    expect(answer.text).not.toMatch(/secret one|no mail/);
  });
});

const good = JSON.stringify(exampleRegistration);
const bodies: readonly { name: string; request: Partial<RawRequest>; status: number }[] = [
  { name: 'no body', request: { body: '' }, status: 400 },
  { name: 'null', request: { body: 'null' }, status: 400 },
  { name: 'a list', request: { body: `[${good}]` }, status: 400 },
  { name: 'half of it', request: { body: good.slice(0, 40) }, status: 400 },
  { name: 'two of it', request: { body: good + good }, status: 400 },
  { name: '8,000 lists in each other', request: { body: '['.repeat(8_000) }, status: 400 },
  {
    name: '2,000 objects in each other',
    request: { body: `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}` },
    status: 400,
  },
  { name: '17 kB', request: { body: good + ' '.repeat(17 * 1024) }, status: 413 },
  {
    name: 'bytes that are no UTF-8',
    request: { body: Buffer.from(good.replace('ChiaraEsempio', 'Chiara\u00ffEsempio'), 'latin1') },
    status: 400,
  },
  {
    name: 'UTF-16',
    request: {
      headers: { 'Content-Type': 'application/json; charset=utf-16le' },
      body: Buffer.from(good, 'utf16le'),
    },
    status: 415,
  },
  {
    name: 'an unknown charset',
    request: { headers: { 'Content-Type': 'application/json; charset=klingon' } },
    status: 415,
  },
  { name: 'gzip', request: { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(good) }, status: 415 },
  { name: 'text/plain', request: { headers: { 'Content-Type': 'text/plain' } }, status: 415 },
  {
    name: 'a form',
    request: { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'username[$ne]=x' },
    status: 415,
  },
  { name: 'a media type that is none', request: { headers: { 'Content-Type': ';;;' } }, status: 415 },
  {
    name: 'two idempotency keys',
    request: {
      headers: {
        'Idempotency-Key': ['7a4ac0e8-a4b5-4a1c-8f57-0f0bc9f5c4a1', '7a4ac0e8-a4b5-4a1c-8f57-0f0bc9f5c4a1'],
      },
    },
    status: 400,
  },
  { name: 'a key that is no UUID', request: { headers: { 'Idempotency-Key': "' || true" } }, status: 400 },
];

describe('a body', () => {
  test.each(bodies)('that is $name is refused with $status', async ({ request, status }) => {
    const whole = post(registrations, exampleRegistration);
    expectRefused(
      await api.send({ ...whole, ...request, headers: { ...whole.headers, ...request.headers } }),
      [status],
    );
  });

  test('with a byte order mark is read as without', async () => {
    expect((await api.send(post(registrations, `\ufeff${good}`))).status).toBe(202);
  });
});

describe('a password', () => {
  const send = (body: unknown) =>
    api.send(post(`/v1/flows/${flowId}/password`, body, { Authorization: bearer(api, 'password') }));

  test.each([
    { password: { $ne: null } },
    { password: [goodPassword] },
    { password: goodPassword, generate: true },
    { generate: 'true' },
    { generate: false },
    { password: `${goodPassword}\ud800` },
    { password: 'x'.repeat(1_001) },
    { password: goodPassword, status: 'active' },
    { password: goodPassword, activation: 99 },
  ])('of the form %j is refused before anything is looked up', async (body) => {
    await awaitPassword(api);
    expectRefused(await send(body), [400]);
  });

  test('of any characters of Unicode is taken, a NUL and an emoji too', async () => {
    await awaitPassword(api);
    expect((await send({ password: 'sedici\u0000caratteri 🦆🦆' })).status).toBe(200);
  });
});
