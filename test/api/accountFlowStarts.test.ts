import { randomUUID } from 'node:crypto';
import { keyedDigest } from '../../src/security/digests';
import { openText } from '../../src/security/sealing';
import type { ContactChangeInput } from '../../workflows/contracts/contactChange';
import type { SimAssociationInput } from '../../workflows/contracts/simAssociation';
import { hostileValues } from './support/hostileValues';
import { jsonOf } from './support/rawHttp';
import { employeesId, employeeToken, post, sessionToken, goodPassword } from './support/requests';
import { accountId, signIn } from './support/signedIn';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(async () => {
  api.flows.reset();
  await signIn(api);
});

const associations = '/v1/sim-associations';
const changes = '/v1/contact-changes';
const line = '+393201234570';
const email = 'Nuova@azienda.example';
const password = goodPassword;
const mobile = '+393201234571';
const keys = () => api.context.settings.secrets.serviceKeys;

function begin(path: string, body: unknown, token = employeeToken, key: string = randomUUID()) {
  return api.send(post(path, body, { 'Idempotency-Key': key, Authorization: `Bearer ${token}` }));
}

async function inputOf<Input>(path: string, body: unknown, token?: string): Promise<Input> {
  expect((await begin(path, body, token)).status).toBe(202);
  return api.flows.starts.at(-1)!.input as Input;
}

describe('the association of a SIM', () => {
  test("hands the line over sealed, with its key, for the account and the session's epoch", async () => {
    const { claim, ...input } = await inputOf<SimAssociationInput>(associations, { line: '320 123 45 70' });
    expect(claim).toEqual({
      line: expect.any(String) as string,
      lineKey: keyedDigest(keys(), 'line', line),
      simKind: 'voice',
    });
    expect(openText(keys(), 'recipient', claim.line)).toBe(line);
    expect(input).toMatchObject({
      owner: { accountId: employeesId, sessionEpoch: 2 },
      subject: expect.stringMatching(/^line •+4570$/) as string,
      figures: { flowLifeMs: 86_400_000, attemptsPerFlow: 5 },
    });
  });

  test('is of a data-only SIM where it says so', async () => {
    const body = { line, simKind: 'data-only' };
    expect(await inputOf<SimAssociationInput>(associations, body)).toMatchObject({
      claim: { simKind: 'data-only' },
    });
    expect((await begin(associations, { line, simKind: 'eSIM' })).status).toBe(400);
  });
});

describe('the change of a contact', () => {
  test('by an employee is of the mailbox, sealed, with its key', async () => {
    const { contact, owner, subject } = await inputOf<ContactChangeInput>(changes, { email, password });
    expect(contact).toEqual({
      channel: 'mail',
      address: expect.any(String) as string,
      key: keyedDigest(keys(), 'mailbox', email.toLowerCase()),
    });
    expect(openText(keys(), 'recipient', contact.address)).toBe(email);
    expect({ owner, subject }).toEqual({
      owner: { accountId: employeesId, sessionEpoch: 2 },
      subject: 'an e-mail address',
    });
  });

  test('by an administrator may be of the mobile', async () => {
    const { contact, owner, subject } = await inputOf<ContactChangeInput>(
      changes,
      { mobile, password },
      sessionToken,
    );
    expect(contact).toMatchObject({ channel: 'sms', key: keyedDigest(keys(), 'line', mobile) });
    expect(openText(keys(), 'recipient', contact.address)).toBe(mobile);
    expect(owner).toEqual({ accountId, sessionEpoch: 2 });
    expect(subject).toMatch(/^mobile •+4571$/);
  });

  test('is of one of the two, and an employee’s mobile is the line', async () => {
    for (const body of [{ password }, { email, mobile, password }, { email }])
      expect(jsonOf(await begin(changes, body, sessionToken))).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(jsonOf(await begin(changes, { mobile, password }))).toMatchObject({
      status: 403,
      code: 'MOBILE_IS_LINE',
    });
    expect(api.flows.calls).toBe(0);
  });

  test('with a wrong password begins nothing, however recently the right one was typed, and counts as a try', async () => {
    for (let wrong = 0; wrong < 10; wrong += 1)
      expect(jsonOf(await begin(changes, { email, password: 'sbagliata' }))).toMatchObject({
        status: 422,
        code: 'PASSWORD_WRONG',
      });
    expect(jsonOf(await begin(changes, { email, password }))).toMatchObject({
      status: 429,
      code: 'SIGN_IN_WAIT',
    });
    expect(api.flows.calls).toBe(0);
  });

  test('has an id that follows from key and contact, and from no password', async () => {
    const key = randomUUID();
    const begun = async (body: object) => jsonOf(await begin(changes, body, employeeToken, key))['flowId'];
    const flowId = await begun({ email, password });
    const passwordHash = await api.context.passwordHashing.hash(`${password} nuova`);
    await api.context.database.accounts.updateOne({ _id: employeesId }, { $set: { passwordHash } });
    expect(await begun({ email, password: `${password} nuova` })).toBe(flowId);
  });
});

describe('the start of a flow of an account', () => {
  test('that is repeated is one flow; the same request of another account is another', async () => {
    const key = randomUUID();
    const tokens: unknown[] = [];
    for (const session of [employeeToken, employeeToken, sessionToken])
      tokens.push(jsonOf(await begin(changes, { email, password }, session, key))['flowToken']);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
    const [flowId, again, others] = api.flows.starts.map((start) => start.flowId);
    expect([again, others]).toEqual([flowId, expect.not.stringMatching(flowId!)]);
  });

  test('hands over, logs and shows no line, mailbox or name in clear', async () => {
    await begin(associations, { line });
    await begin(changes, { email, password });
    await begin(changes, { mobile, password }, sessionToken);
    const told = JSON.stringify(api.flows.starts) + api.logLines.join('');
    for (const secret of [line, '3201234570', email, mobile, '3201234571', password])
      expect(told).not.toContain(secret);
    expect(api.flows.starts.map(({ summary }) => summary.replace(/•+/, '…'))).toEqual([
      'SIM association, line …4570',
      'Change of contact, an e-mail address',
      'Change of contact, mobile …4571',
    ]);
  });

  const fields = [
    { path: associations, good: { line }, field: 'line' },
    { path: associations, good: { line }, field: 'simKind' },
    { path: changes, good: { password }, field: 'email' },
    { path: changes, good: { password }, field: 'mobile' },
  ];

  describe.each(fields)('with a hostile $field', ({ path, good, field }) => {
    test.each(Object.keys(hostileValues))('that is %s is refused, and nothing begins', async (name) => {
      const answer = await begin(path, { ...good, [field]: hostileValues[name] });
      expect([400, 422]).toContain(answer.status);
      expect(api.flows.calls).toBe(0);
    });
  });

  test.each([
    'accountId',
    'owner',
    'vatNumber',
    'slot',
    'emailVerified',
    '__proto__',
    'constructor',
    '$where',
  ])('with the further field "%s" is refused', async (name) => {
    for (const [path, good] of [
      [associations, { line }],
      [changes, { email, password }],
    ] as const) {
      const body = JSON.stringify(good).replace('{', `{${JSON.stringify(name)}:{"role":"admin"},`);
      expect(jsonOf(await begin(path, body))).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    }
    expect(Object.prototype).not.toHaveProperty('role');
    expect(api.flows.calls).toBe(0);
  });
});
