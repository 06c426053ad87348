import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { newClientKey } from '../../simulators/operator/clientKey';
import { CamaraProblem } from '../../src/camara/camaraProblem';
import { portOf, TestApi } from '../api/support/testApi';
import { apiPath, audience, goodBodies, ScriptedOneTimePasswords } from './support/camaraApi';
import { camaraFileHere } from './support/contract';
import { generateClient, type GeneratedClient } from './support/generateClient';
import { startOperatorSimulator } from './support/operatorSimulator';

const clients = [
  { id: 'cool-app', secret: randomUUID() },
  { id: 'other-app', secret: randomUUID() },
];
const clientKey = newClientKey();
const oneTimePasswords = new ScriptedOneTimePasswords();
const folder = mkdtempSync(join(tmpdir(), 'camara-'));
let operator: Awaited<ReturnType<typeof startOperatorSimulator>>;
let api: TestApi;

beforeAll(async () => {
  const withKey = { id: 'key-app', publicKey: clientKey.publicKey };
  operator = await startOperatorSimulator(audience, [...clients, withKey]);
  api = await TestApi.start({ OAUTH_ISSUER: operator.issuer }, { oneTimePasswords });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.stop();
  await operator.close();
});

/** What a client says of itself, signed with its key, `id:base64` of PKCS #8 (RFC 7523, 3). */
async function assertionOf(clientId: string, privateKey: string): Promise<string> {
  const [kid = '', base64 = ''] = privateKey.split(':');
  const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(operator.issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(key);
}

async function askWithAssertion(assertion: string, form: Readonly<Record<string, string>>) {
  return askTokenEndpoint({
    ...form,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
}

/** Asks the issuer as RFC 6749, 4.4 says. */
async function askForToken(id: string, secret: string, form: Readonly<Record<string, string>>) {
  return askTokenEndpoint(form, {
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });
}

async function askTokenEndpoint(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`${operator.issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
}

const scope = 'one-time-password-sms:send-validate';

async function tokenOf({ id, secret }: (typeof clients)[number], form = { scope }): Promise<string> {
  return String((await askForToken(id, secret, form)).body['access_token']);
}

/** Where the description of what is served lies, fetched from the API itself. */
async function servedDescription(): Promise<string> {
  const file = join(folder, 'served.json');
  writeFileSync(file, (await api.send({ path: `${apiPath}/openapi.json` })).text);
  return file;
}

const sources: [string, () => Promise<string>][] = [['what is served', servedDescription]];
const camaraFile = camaraFileHere;
if (camaraFile !== undefined) {
  sources.push(["CAMARA's own file beside the project", () => Promise.resolve(camaraFile)]);
}

describe.each(sources)('a client generated from %s', (_whose, description) => {
  let client: GeneratedClient;
  let options: { baseUrl: string; headers: Record<string, string> };
  beforeAll(async () => {
    client = await generateClient(await description(), mkdtempSync(join(folder, 'client-')));
    const Authorization = `Bearer ${await tokenOf(clients[0]!)}`;
    options = { baseUrl: `http://127.0.0.1:${portOf(api.server)}${apiPath}`, headers: { Authorization } };
  });
  beforeEach(() => {
    oneTimePasswords.asked.length = 0;
    oneTimePasswords.failure = undefined;
  });

  test('sends a code and validates it with a token of the operator', async () => {
    const sent = await client.sendCode(goodBodies['send-code'], { xCorrelator: 'of-the-client' }, options);
    expect([sent.status, sent.headers.get('x-correlator')]).toEqual([200, 'of-the-client']);
    const { authenticationId } = sent.data as { authenticationId: string };
    const validated = await client.validateCode({ authenticationId, code: '123456' }, {}, options);
    expect([validated.status, validated.data]).toEqual([204, '']);
    expect(oneTimePasswords.asked).toEqual([
      expect.objectContaining({ ...goodBodies['send-code'], clientId: 'cool-app' }),
      { authenticationId, code: '123456', clientId: 'cool-app' },
    ]);
  });

  test('reads refusals by their status and code', async () => {
    const code = 'ONE_TIME_PASSWORD_SMS.INVALID_OTP';
    oneTimePasswords.failure = new CamaraProblem(code);
    const wrong = await client.validateCode(goodBodies['validate-code'], {}, options);
    expect([wrong.status, wrong.data]).toEqual([400, expect.objectContaining({ status: 400, code })]);
    const stranger = await client.sendCode(goodBodies['send-code'], {}, { ...options, headers: {} });
    expect([stranger.status, stranger.data]).toEqual([
      401,
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    ]);
  });
});

describe("the operator's authorization server", () => {
  const call = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify(goodBodies['send-code']);
    return (await api.send({ method: 'POST', path: `${apiPath}/send-code`, headers, body })).status;
  };

  test('names the client that asked in each token', async () => {
    oneTimePasswords.asked.length = 0;
    oneTimePasswords.failure = undefined;
    expect(await call(await tokenOf(clients[1]!))).toBe(200);
    expect(oneTimePasswords.asked).toEqual([expect.objectContaining({ clientId: 'other-app' })]);
  });

  test('gives a token for a purpose, which CAMARA has in the scope, and the API takes it', async () => {
    for (const purpose of ['dpv:FraudPreventionAndDetection', 'dpv:IdentityVerification']) {
      const form = { scope: `${purpose} one-time-password-sms:send-validate` };
      const { status, body } = await askForToken(clients[0]!.id, clients[0]!.secret, form);
      expect([status, String(body['scope']).split(' ').sort()]).toEqual([200, form.scope.split(' ')]);
      expect(await call(String(body['access_token']))).toBe(200);
    }
  });

  test('takes a client that proves itself by its key, for a purpose, and no other key', async () => {
    const asked = { scope: 'dpv:ServiceProvision one-time-password-sms:send-validate' };
    const assertion = await assertionOf('key-app', clientKey.privateKey);
    const granted = await askWithAssertion(assertion, asked);
    oneTimePasswords.asked.length = 0;
    expect(await call(String(granted.body['access_token']))).toBe(200);
    expect(oneTimePasswords.asked).toEqual([expect.objectContaining({ clientId: 'key-app' })]);
    const stranger = await assertionOf('key-app', newClientKey().privateKey);
    const ofOther = await assertionOf('cool-app', clientKey.privateKey);
    for (const wrong of [stranger, ofOther, assertion])
      expect(await askWithAssertion(wrong, asked)).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
  });

  test('gives a token without the scope to who asks for none, and the API refuses it', async () => {
    const { body } = await askForToken(clients[0]!.id, clients[0]!.secret, {});
    expect(await call(String(body['access_token']))).toBe(403);
  });

  test.each([
    ['with a wrong secret', 'cool-app', 'wrong', { scope }, 401, 'invalid_client'],
    ['that it does not know', 'nobody', clients[0]!.secret, { scope }, 401, 'invalid_client'],
    [
      'for another API',
      'cool-app',
      clients[0]!.secret,
      { scope, resource: 'https://other.example/' },
      400,
      'invalid_target',
    ],
  ])('gives a client %s nothing', async (_which, id, secret, form, status, error) => {
    expect(await askForToken(id, secret, form)).toEqual({
      status,
      body: expect.objectContaining({ error }) as unknown,
    });
  });
});
