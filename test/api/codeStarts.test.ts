import { randomUUID } from 'node:crypto';
import { keyedDigest } from '../../src/security/digests';
import { KnownDevices } from '../../src/security/knownDevices';
import { openText } from '../../src/security/sealing';
import type { EmployeeRegistrationInput } from '../../workflows/contracts/employeeRegistration';
import type { PasswordRecoveryInput } from '../../workflows/contracts/passwordRecovery';
import { hostileValues } from './support/hostileValues';
import { jsonOf } from './support/rawHttp';
import { exampleEmployee, exampleRecovery, post } from './support/requests';
import { TestApi } from './support/testApi';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(() => api.stop());
beforeEach(() => api.flows.reset());

const registrations = '/v1/employee-registrations';
const recoveries = '/v1/password-recoveries';
const { line, email } = exampleEmployee;
const keys = () => api.context.settings.secrets.serviceKeys;

function begin(path: string, body: unknown, key: string = randomUUID()) {
  return api.send(post(path, body, { 'Idempotency-Key': key, 'Accept-Language': 'en' }));
}

async function inputOf<Input>(path: string, body: unknown): Promise<Input> {
  expect((await begin(path, body)).status).toBe(202);
  return api.flows.starts.at(-1)!.input as Input;
}

const registrationOf = (body: unknown) => inputOf<EmployeeRegistrationInput>(registrations, body);
const recoveryOf = (body: unknown) => inputOf<PasswordRecoveryInput>(recoveries, body);

describe('a registration of a line', () => {
  test('hands line and mailbox over sealed, with the keys that limits count on', async () => {
    const { application, subject, locale, figures } = await registrationOf({
      line: '320 123 45 67',
      email: 'Dipendente@AZIENDA.example',
    });
    expect(application).toEqual({
      line: expect.any(String) as string,
      lineKey: keyedDigest(keys(), 'line', line),
      mailbox: expect.any(String) as string,
      mailboxKey: keyedDigest(keys(), 'mailbox', email),
      simKind: 'voice',
    });
    expect(openText(keys(), 'recipient', application.line)).toBe(line);
    expect(openText(keys(), 'recipient', application.mailbox)).toBe('Dipendente@azienda.example');
    expect({ subject, locale }).toEqual({
      subject: expect.stringMatching(/^line •+4567$/) as string,
      locale: 'en',
    });
    expect(figures).toEqual({
      smsCodeLifeMs: 600_000,
      mailCodeLifeMs: 1_800_000,
      flowLifeMs: 86_400_000,
      attemptsPerFlow: 5,
      resendCooldownsMs: [30_000, 60_000, 120_000],
      resendsPerFlow: 3,
      passwordWindowMs: 1_800_000,
    });
  });

  test('is of a data-only SIM where it says so, and of nothing else', async () => {
    const { application } = await registrationOf({ ...exampleEmployee, simKind: 'data-only' });
    expect(application.simKind).toBe('data-only');
    for (const simKind of ['Voice', 'data', '', null, ['voice'], { $ne: 'voice' }, 1]) {
      expect((await begin(registrations, { ...exampleEmployee, simKind })).status).toBe(400);
    }
    expect(api.flows.calls).toBe(1);
  });

  test('spelled otherwise under one key is one flow; another kind of SIM, or key, is another', async () => {
    const key = randomUUID();
    const answers = [
      await begin(registrations, exampleEmployee, key),
      await begin(registrations, { email: ` ${email}`, simKind: 'voice', line: '+39 320-123-4567' }, key),
      await begin(registrations, { ...exampleEmployee, simKind: 'data-only' }, key),
      await begin(registrations, exampleEmployee),
    ].map((answer) => jsonOf(answer)['flowToken']);
    expect(answers[1]).toBe(answers[0]);
    expect(new Set(answers).size).toBe(3);
  });
});

describe('a recovery of a password', () => {
  test.each([
    { body: { username: 'ChiaraEsempio' }, apparentChannel: 'mail' },
    { body: { username: 'ChiaraEsempio', channel: 'email' }, apparentChannel: 'mail' },
    { body: { username: 'ChiaraEsempio', channel: 'sms' }, apparentChannel: 'sms' },
    { body: { username: '3201234567' }, apparentChannel: 'sms' },
    { body: { username: '3201234567', channel: 'email' }, apparentChannel: 'sms' },
  ])(
    'of $body looks as if it went by $apparentChannel, for every user',
    async ({ body, apparentChannel }) => {
      expect(await recoveryOf(body)).toMatchObject({ apparentChannel });
    },
  );

  test('hands over sealed what the device kept of a sign-in, from the App and from a browser, and nothing else in its place', async () => {
    const token = new KnownDevices(keys(), 1).issue({ accountId: 'account', epoch: 0 }, 1_900_000_000_000);
    const handedOver = async (headers: Readonly<Record<string, string>>) => {
      const answer = await api.send(
        post(recoveries, exampleRecovery, { 'Idempotency-Key': randomUUID(), ...headers }),
      );
      expect(answer.status).toBe(202);
      const { deviceToken } = api.flows.starts.at(-1)!.input as PasswordRecoveryInput;
      expect(deviceToken).not.toBe(token);
      return deviceToken && openText(keys(), 'recipient', deviceToken);
    };
    expect(await handedOver({ 'Device-Token': token })).toBe(token);
    expect(await handedOver({ Cookie: `device=${token}` })).toBe(token);
    expect(await handedOver({})).toBeUndefined();
    for (const other of ['', 'x'.repeat(4_000), `${token}.`])
      expect(await handedOver({ 'Device-Token': other })).toBeUndefined();
  });

  test('hands the name over sealed; a line has the key that it has in a registration', async () => {
    const ofLine = await recoveryOf({ username: '320 1234567' });
    expect(openText(keys(), 'recipient', ofLine.username)).toBe(line);
    expect(ofLine.usernameKey).toBe(keyedDigest(keys(), 'line', line));
    const ofName = await recoveryOf(exampleRecovery);
    expect(openText(keys(), 'recipient', ofName.username)).toBe('ChiaraEsempio');
    expect(ofName.usernameKey).toBe(keyedDigest(keys(), 'account name', 'ChiaraEsempio'));
    expect((await recoveryOf({ username: 'chiaraEsempio' })).usernameKey).not.toBe(ofName.usernameKey);
    expect([ofLine.subject, ofName.subject]).toEqual([
      expect.stringMatching(/^line •+4567$/),
      expect.stringMatching(/^username •+pio$/),
    ]);
  });
});

describe('the start of a flow with a code', () => {
  test('hands over, logs and shows no line, mailbox or name in clear', async () => {
    await begin(registrations, exampleEmployee);
    await begin(recoveries, { username: line });
    await begin(recoveries, exampleRecovery);
    const told = JSON.stringify(api.flows.starts) + api.logLines.join('');
    for (const secret of [line, '3201234567', email, exampleRecovery.username])
      expect(told).not.toContain(secret);
    expect(api.flows.starts.map(({ summary }) => summary.replace(/•+/, '…'))).toEqual([
      'Employee registration, line …4567',
      'Password recovery, line …4567',
      'Password recovery, username …pio',
    ]);
  });

  const fields = [
    { path: registrations, good: exampleEmployee, field: 'line' },
    { path: registrations, good: exampleEmployee, field: 'email' },
    { path: registrations, good: exampleEmployee, field: 'simKind' },
    { path: recoveries, good: exampleRecovery, field: 'username' },
    { path: recoveries, good: exampleRecovery, field: 'channel' },
  ];

  describe.each(fields)('with a hostile $field', ({ path, good, field }) => {
    test.each(Object.keys(hostileValues))('that is %s is refused, and nothing begins', async (name) => {
      const answer = await begin(path, { ...good, [field]: hostileValues[name] });
      expect([400, 422]).toContain(answer.status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(api.flows.calls).toBe(0);
    });
  });

  test.each([
    'role',
    'accountId',
    'apparentChannel',
    'usernameKey',
    'lineKey',
    '__proto__',
    'constructor',
    '$where',
  ])('with the further field "%s" is refused, and the prototype stays as it is', async (name) => {
    for (const [path, good] of [
      [registrations, exampleEmployee],
      [recoveries, exampleRecovery],
    ] as const) {
      const body = JSON.stringify(good).replace('{', `{${JSON.stringify(name)}:{"role":"admin"},`);
      const answer = await begin(path, body);
      expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'REQUEST_INVALID']);
    }
    expect(Object.prototype).not.toHaveProperty('role');
    expect(api.flows.calls).toBe(0);
  });
});
