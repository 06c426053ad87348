import { randomUUID } from 'node:crypto';
import { createPasswordChangeActivities } from '../../activities/passwordChange';
import { AuditTrail } from '../../src/database/auditTrail';
import { accountKinds } from '../../src/database/accounts';
import { Problem } from '../../src/errors/problem';
import { bearer, codeOf, readAccount, tokenOf } from '../accountDeletion/support/employees';
import type { RawAnswer } from '../api/support/rawHttp';
import { administrator, goodPassword, inSession, post } from '../api/support/requests';
import { accountId, recordAccount } from '../api/support/signedIn';
import { canariesIn } from '../e2e/support/canaries';
import { keepingService, type KeepingService } from '../support/keepingService';
import { eventually } from '../support/eventually';

const newPassword = 'cinque galline verdi ballano';
const held = keepingService();
let service: KeepingService;
beforeEach(() => (service = held.service));
afterEach(() => {
  jest.restoreAllMocks();
});

function change(
  token: string,
  currentPassword = goodPassword,
  password = newPassword,
  key: string = randomUUID(),
): Promise<RawAnswer> {
  const request = inSession('PUT', '/v1/account/password', bearer(token));
  return service.api.send({
    ...request,
    headers: { ...request.headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({ currentPassword, password }),
  });
}

const account = () => service.database.accounts.findById(accountId).lean();
const signIn = async (password: string) =>
  (await service.api.send(post('/v1/sessions', { username: administrator, password }))).status;

/** Once the flow that was started last is over: its messages are out. */
async function toldOfChange(): Promise<string[]> {
  await eventually(() => service.mails[0], 'No mail arrived.');
  await eventually(() => service.texts[0], 'No text message arrived.');
  return [...service.texts, ...service.mails].map(({ to }) => to);
}

test.each(accountKinds)(
  '%s: the new password counts at once; this session lives on, every other ends',
  async (kind) => {
    const email = 'amministratrice@azienda.example';
    const before = await recordAccount(service.api, { kind, email });
    const [own, other] = [await tokenOf(service, administrator), await tokenOf(service, administrator)];
    const answer = await change(own);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await readAccount(service, own)).status).toBe(200);
    expect(codeOf(await readAccount(service, other))).toEqual([401, 'SESSION_INVALID']);
    expect([await signIn(goodPassword), await signIn(newPassword)]).toEqual([401, 201]);
    const { sessionEpoch, passwordHash } = (await account())!;
    expect(sessionEpoch).toBe(3);
    expect(passwordHash).not.toBe(before.passwordHash);
    const number = kind === 'employee' ? administrator : '+393201234599';
    expect(await toldOfChange()).toEqual([number, email]);
    const set = await service.database.auditEvents.find({ event: 'passwordSet' }).lean();
    expect(set).toMatchObject([{ actor: { role: kind, accountId }, detail: 'passwordChange' }]);
  },
);

test('the same request repeated, and ten times at once, sets one password, tells once, and is answered as the first time', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  const key = randomUUID();
  const again = () => change(own, goodPassword, newPassword, key);
  const answers = await Promise.all(Array.from({ length: 10 }, again));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 204));
  expect((await again()).status).toBe(204);
  expect((await account())?.sessionEpoch).toBe(3);
  expect(await toldOfChange()).toHaveLength(2);
  for (const otherKey of [key, undefined])
    expect(codeOf(await change(own, goodPassword, 'un altro tentativo qualunque', otherKey))).toEqual([
      422,
      'PASSWORD_WRONG',
    ]);
  expect(codeOf(await change(own))).toEqual([422, 'PASSWORD_WRONG']);
});

test('the same request repeated twenty times costs no try of the password', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  const key = randomUUID();
  for (let times = 0; times < 20; times += 1)
    expect((await change(own, goodPassword, newPassword, key)).status).toBe(204);
  for (let wrong = 0; wrong < 10; wrong += 1)
    expect(codeOf(await change(own, 'sbagliata', 'un altro tentativo qualunque', key))).toEqual([
      422,
      'PASSWORD_WRONG',
    ]);
  expect(codeOf(await change(own, goodPassword, newPassword, key))).toEqual([429, 'SIGN_IN_WAIT']);
});

test('the same key with another password is refused while the first one waits; a new key replaces what waits', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  const away = jest
    .spyOn(service.api.context.flows, 'start')
    .mockRejectedValue(new Problem('TEMPORARILY_UNAVAILABLE'));
  const key = randomUUID();
  expect((await change(own, goodPassword, newPassword, key)).status).toBe(503);
  away.mockRestore();
  const other = 'un altro tentativo qualunque';
  expect(codeOf(await change(own, goodPassword, other, key))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect((await change(own, goodPassword, other)).status).toBe(204);
  expect([await signIn(newPassword), await signIn(other)]).toEqual([401, 201]);
});

test('neither the passwords nor the hash reach the flow', async () => {
  const { passwordHash = '' } = await recordAccount(service.api);
  const started = jest.spyOn(service.api.context.flows, 'start');
  expect((await change(await tokenOf(service, administrator))).status).toBe(204);
  const history = await service.decodedHistory(started.mock.calls[0]![0]);
  expect(history).toContain('userAdmin •••••••••••••ce1');
  const hash = (await account())?.passwordHash ?? '';
  const canaries = { goodPassword, newPassword, passwordHash, hash, administrator };
  expect(canariesIn(history, canaries)).toEqual([]);
});

test('one that goes on is looked at once more, then called unanswered; the same request finds it', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  const key = randomUUID();
  const again = () => change(own, goodPassword, newPassword, key);
  const { flows } = service.api.context;
  const slow = { flow: 'passwordChange', flowId: 'x', nextSteps: [], supportReference: '0' } as const;
  jest.spyOn(flows, 'start').mockResolvedValue({ ...slow, status: 'VALIDATING' });
  const view = jest.spyOn(flows, 'view').mockResolvedValueOnce({ ...slow, status: 'VALIDATING' });
  expect(codeOf(await again())).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  view.mockResolvedValueOnce({ ...slow, status: 'COMPLETED' });
  expect((await again()).status).toBe(204);
  expect(new Set(view.mock.calls.map(([{ flowId }]) => flowId)).size).toBe(1);
});

test('a hash that was lost is handed over again, in a run of its own, three times at most', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  const lost = { flow: 'passwordChange', flowId: 'x', nextSteps: [], supportReference: '0' } as const;
  const start = jest
    .spyOn(service.api.context.flows, 'start')
    .mockResolvedValue({ ...lost, status: 'REJECTED', refusal: { code: 'PASSWORD_HANDOVER_LOST' } });
  expect(codeOf(await change(own))).toEqual([409, 'PASSWORD_HANDOVER_LOST']);
  expect(new Set(start.mock.calls.map(([{ flowId }]) => flowId)).size).toBe(3);
  start.mockResolvedValue({ ...lost, status: 'REJECTED', refusal: { code: 'STEP_OUT_OF_ORDER' } });
  expect(codeOf(await change(own))).toEqual([401, 'SESSION_INVALID']);
});

test('and back again, and forth, is a change each time', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  for (const [current, next] of [
    [goodPassword, newPassword],
    [newPassword, goodPassword],
    [goodPassword, newPassword],
  ])
    expect((await change(own, current, next)).status).toBe(204);
  expect((await account())?.sessionEpoch).toBe(5);
  expect(await signIn(newPassword)).toBe(201);
});

test('a wrong current password is counted with those of the step-up, and makes the next one wait', async () => {
  await recordAccount(service.api);
  const own = await tokenOf(service, administrator);
  for (let wrong = 0; wrong < 10; wrong += 1)
    expect(codeOf(await change(own, 'sbagliata'))).toEqual([422, 'PASSWORD_WRONG']);
  expect(codeOf(await change(own))).toEqual([429, 'SIGN_IN_WAIT']);
  expect((await account())?.sessionEpoch).toBe(2);
});

test('a recovery that had the password open before has it no more', async () => {
  const passwordOpenTo = 'passwordRecovery/running';
  await recordAccount(service.api, { passwordOpenTo });
  expect((await change(await tokenOf(service, administrator))).status).toBe(204);
  expect(await account()).not.toHaveProperty('passwordOpenTo');
});

describe('the change itself', () => {
  const request = {
    flowId: 'flow',
    accountId,
    sessionId: 'own',
    epoch: 2,
    claimId: 'claim',
    now: Date.now(),
  };
  let changed: () => Promise<string>;

  beforeEach(async () => {
    const { database, api } = service;
    const { serviceKeys } = api.context.settings.secrets;
    const auditTrail = new AuditTrail(database.auditEvents, serviceKeys, api.context.settings.config.figures);
    const { changePassword } = createPasswordChangeActivities({ database, serviceKeys, auditTrail });
    changed = async () => (await changePassword(request)).outcome;
    await recordAccount(api);
    await tokenOf(service, administrator);
    await database.sessions.updateMany({}, { $set: { tokenDigest: 'digest' } });
    const [session] = await database.sessions.find().lean();
    await database.sessions.create({ ...session!, _id: 'own', tokenDigest: 'own', requestDigest: 'own' });
    const expiresAt = new Date(Date.now() + 60_000);
    await database.passwordClaims.create({
      _id: `account/${accountId}`,
      claimId: 'claim',
      passwordHash: 'hash',
      expiresAt,
    });
  });

  test('repeated after a success that was not heard of answers as the first time', async () => {
    expect([await changed(), await changed()]).toEqual(['set', 'set']);
    expect(await account()).toMatchObject({ passwordHash: 'hash', sessionEpoch: 3 });
    expect(await service.database.sessions.find().lean()).toMatchObject([{ _id: 'own', epoch: 3 }]);
    expect(await service.database.passwordClaims.countDocuments()).toBe(0);
  });

  test.each([
    ['the session was ended', () => service.database.sessions.deleteOne({ _id: 'own' }), 'accountLost'],
    [
      'another password was set',
      () => service.database.accounts.updateOne({}, { $inc: { sessionEpoch: 1 } }),
      'accountLost',
    ],
    ['the account is gone', () => service.database.accounts.deleteOne({}), 'accountLost'],
    ['the hash is gone', () => service.database.passwordClaims.deleteOne({}), 'claimLost'],
  ])('where %s meanwhile sets nothing and ends no session', async (_case, meanwhile, outcome) => {
    await meanwhile();
    const before = await service.database.sessions.find().lean();
    expect(await changed()).toBe(outcome);
    expect(
      (await service.database.accounts.find().lean()).map(({ passwordHash }) => passwordHash),
    ).not.toContain('hash');
    expect(await service.database.sessions.find().lean()).toEqual(before);
    expect(await service.database.passwordClaims.countDocuments()).toBe(0);
  });
});
