import { noBody } from '../../src/http/schemas';
import { randomUUID } from 'node:crypto';
import { jsonOf } from './support/rawHttp';
import {
  awaitPassword,
  bearer,
  exampleRegistration,
  flow,
  flowId,
  goodPassword,
  goodRequests,
  post,
} from './support/requests';
import { signIn } from './support/signedIn';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
  await api.makeIndexes();
});
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const path = '/v1/user-admin-registrations';
const register = (body: unknown, key: string) => api.send(post(path, body, { 'Idempotency-Key': key }));

describe('answers', () => {
  test.each(Object.keys(goodRequests))(
    '%s answers what its schema describes, and nothing more',
    async (name) => {
      await Promise.all([awaitPassword(api), signIn(api)]);
      const { success } = api.context.endpoints.find(({ operationId }) => operationId === name)!;
      const answer = await api.send(goodRequests[name]!(api, { 'x-correlator': 'seen' }));
      expect(answer.status).toBe(success.status);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-correlator': 'seen' });
      if (success.schema !== noBody) expect(success.schema.parse(jsonOf(answer))).toEqual(jsonOf(answer));
      else expect(answer.text).toBe('');
      const type = success.schema === noBody ? undefined : 'application/json; charset=utf-8';
      expect(answer.headers['content-type']).toBe(type);
    },
  );

  test('a start that did not answer in time is a flow that validates', async () => {
    const { flows } = api;
    const late = jest.spyOn(flows, 'start').mockResolvedValueOnce(undefined);
    const answer = await register(exampleRegistration, randomUUID());
    late.mockRestore();
    expect(answer.status).toBe(202);
    expect(jsonOf(answer)).toMatchObject({ status: 'VALIDATING', flowToken: expect.any(String) as string });
  });

  test.each(['', 'with space', 'é', 'x'.repeat(257), 'a,b'])(
    'the correlator "%s" is replaced',
    async (given) => {
      const answer = await api.send({
        path: '/health/live',
        headers: { 'x-correlator': Buffer.from(given).toString('latin1') },
      });
      expect(answer.headers['x-correlator']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('the language of the mails is the one that the caller prefers, Italian where none is known', async () => {
    for (const language of ['en', 'it', 'de', 'en;q=0.1, it', '*']) {
      await api.send(post(path, exampleRegistration, { 'Accept-Language': language }));
    }
    const chosen = api.flows.starts.map(({ input }) => (input as { locale: string }).locale);
    expect(chosen).toEqual(['en', 'it', 'it', 'it', 'it']);
  });
});

describe('a repeated request', () => {
  test('with the same key and body finds its own flow and gets the same answer', async () => {
    const key = randomUUID();
    const first = await register(exampleRegistration, key);
    const again = await register(exampleRegistration, key.toUpperCase());
    expect(jsonOf(again)).toEqual(jsonOf(first));
    expect(api.flows.comparableStarts[1]).toEqual(api.flows.comparableStarts[0]);
  });

  test('spelled otherwise is the same: order of fields, case and blanks of what is compared without them', async () => {
    const key = randomUUID();
    const { vatNumber, username, legalRepresentative } = exampleRegistration;
    const { taxCode, mobile, firstName, ...others } = legalRepresentative;
    await register(exampleRegistration, key);
    await register(
      {
        username,
        legalRepresentative: {
          ...others,
          firstName: `  ${firstName.toUpperCase()}`,
          mobile: mobile.replace('+39', ''),
          taxCode: taxCode.toLowerCase(),
        },
        vatNumber: `IT${vatNumber}`,
      },
      key,
    );
    const [first, second] = api.flows.comparableStarts;
    expect(second).toEqual(first);
  });

  test('with another body, or another key, is another flow with another token', async () => {
    const key = randomUUID();
    const answers = [
      await register(exampleRegistration, key),
      await register({ ...exampleRegistration, username: 'AnotherName' }, key),
      await register(exampleRegistration, randomUUID()),
    ].map(jsonOf);
    expect(new Set(answers.map((answer) => answer['flowId'])).size).toBe(3);
    expect(new Set(answers.map((answer) => answer['flowToken'])).size).toBe(3);
  });

  test('of a step is the same update; of another step or key another one', async () => {
    await awaitPassword(api);
    const headers = { Authorization: bearer(api, 'password'), 'Idempotency-Key': randomUUID() };
    const password = `/v1/flows/${flowId}/password`;
    await api.send(post(password, { password: goodPassword }, headers));
    await api.send(post(password, { password: goodPassword }, headers));
    await api.send(
      post(password, { password: goodPassword }, { ...headers, 'Idempotency-Key': randomUUID() }),
    );
    await api.send(post(`/v1/flows/${flowId}/link/resend`, {}, headers));
    const ids = api.flows.steps.map(({ updateId }) => updateId);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  test('with another password under the same key is refused, while the first one waits and once it is set', async () => {
    await awaitPassword(api);
    await api.context.database.passwordClaims.deleteMany({});
    const headers = { Authorization: bearer(api, 'password'), 'Idempotency-Key': randomUUID() };
    const set = (password: string) => api.send(post(`/v1/flows/${flowId}/password`, { password }, headers));
    expect((await set(goodPassword)).status).toBe(200);
    const { accounts, passwordClaims } = api.context.database;
    const [claim] = await passwordClaims.find().lean();
    expect(jsonOf(await set(`${goodPassword}!`))).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await passwordClaims.find().lean()).toEqual([claim]);
    const { claimId: passwordSetBy, passwordHash } = claim!;
    await passwordClaims.deleteMany({});
    const _id = workflowIdOf('userAdminRegistration', flowId);
    await accounts.updateOne({ _id }, { $set: { status: 'active', passwordSetBy, passwordHash } });
    expect(jsonOf(await set(`${goodPassword}!`))).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect((await set(goodPassword)).status).toBe(200);
    expect(api.flows.steps).toHaveLength(2);
  });

  test('for a generated password gets the same one', async () => {
    await awaitPassword(api);
    const headers = { Authorization: bearer(api, 'password'), 'Idempotency-Key': randomUUID() };
    const ask = () => api.send(post(`/v1/flows/${flowId}/password`, { generate: true }, headers));
    const [first, again] = [jsonOf(await ask()), jsonOf(await ask())];
    expect(first['generatedPassword']).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    expect(again).toEqual(first);
  });
});

describe('what leaves the edge', () => {
  test('no password, hash, mailbox, name or number of a person is handed to a flow', async () => {
    await awaitPassword(api);
    await register({ ...exampleRegistration, username: 'Administrator' }, randomUUID());
    await api.send(goodRequests['setPassword']!(api));
    const handed = JSON.stringify([api.flows.starts, api.flows.steps]);
    const { legalRepresentative } = exampleRegistration;
    for (const secret of [goodPassword, 'argon2', ...Object.values(legalRepresentative)]) {
      expect(handed).not.toContain(secret);
    }
    expect(handed).toContain('"claimId"');
  });

  test('the summary and the search attributes mask the VAT number', async () => {
    await api.send(goodRequests['registerUserAdmin']!(api));
    const { summary, searchAttributes } = api.flows.starts[0]!;
    expect(JSON.stringify({ summary, searchAttributes })).not.toContain(exampleRegistration.vatNumber);
    expect(summary).toBe(
      `User Admin registration, VAT number •••••••${exampleRegistration.vatNumber.slice(-4)}`,
    );
  });

  test('a hash waits in the database for its flow alone, under the id of the update', async () => {
    await awaitPassword(api);
    await api.context.database.passwordClaims.deleteMany({});
    await api.send(goodRequests['setPassword']!(api));
    const claims = await api.context.database.passwordClaims.find().lean();
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({
      _id: `${flow}/${flowId}`,
      claimId: api.flows.steps[0]!.updateId,
      passwordHash: expect.stringMatching(/^test-1\$argon2id\$v=19\$m=19456,t=2,p=1\$/) as string,
    });
    const lifeMs = claims[0]!.expiresAt.getTime() - Date.now();
    expect(lifeMs).toBeGreaterThan(9 * 60_000);
    expect(lifeMs).toBeLessThanOrEqual(10 * 60_000);
  });

  test('the token of the start leaves the hash that waits for an activation as it is', async () => {
    await awaitPassword(api);
    const { activationAndPassword, database } = api.context;
    await database.passwordClaims.deleteMany({});
    await api.send(goodRequests['setPassword']!(api));
    const waiting = await database.passwordClaims.find().lean();
    const request = { idempotencyKey: randomUUID(), addressKey: 'another' };
    const start = { flow, flowId, role: 'start', number: 0 } as const;
    const asStarted = activationAndPassword.setPassword(start, { generate: true }, request);
    await expect(asStarted).rejects.toMatchObject({ code: 'FLOW_TOKEN_INSUFFICIENT' });
    expect(api.flows.steps).toHaveLength(1);
    expect(waiting).toHaveLength(1);
    expect(await database.passwordClaims.find().lean()).toEqual(waiting);
  });

  test('a password that no flow waits for is neither judged nor hashed', async () => {
    await api.context.database.passwordClaims.deleteMany({});
    const answer = await api.send(
      post(`/v1/flows/${flowId}/password`, { password: 'short' }, { Authorization: bearer(api, 'password') }),
    );
    expect(answer.status).toBe(200);
    expect(await api.context.database.passwordClaims.countDocuments()).toBe(0);
  });
});
