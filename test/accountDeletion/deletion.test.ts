import { randomUUID } from 'node:crypto';
import { AccountDeletions } from '../../src/temporal/accountDeletions';
import { canariesIn } from '../e2e/support/canaries';
import { jsonOf } from '../api/support/rawHttp';
import { goodPassword, post } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { codeIn, keepingService, wholeDatabase, type KeepingService } from '../support/keepingService';
import {
  bearer,
  codeOf,
  deleteAccount,
  firstLine,
  mailbox,
  readAccount,
  recordCompany,
  recordEmployee,
  secondLine,
  tokenOf,
} from './support/employees';

const held = keepingService();
let service: KeepingService;
let deletions: AccountDeletions;

beforeEach(async () => {
  service = held.service;
  const { flows, settings } = service.api.context;
  deletions = new AccountDeletions(flows, settings.secrets.serviceKeys);
  await recordCompany(service);
});

const told = () => [
  ...service.texts.map(({ to, text }) => `${to}: ${text.split(/[.?]/)[0]}`),
  ...service.mails.map(({ to, subject }) => `${to}: ${subject}`),
];
const toldOfDeletion = [
  `${firstLine}: Il tuo account Selfcare Wind Tre Business è stato cancellato e gli accessi attivi sono stati chiusi`,
  `${secondLine}: Il tuo account Selfcare Wind Tre Business è stato cancellato e gli accessi attivi sono stati chiusi`,
  `${mailbox}: Il tuo account Selfcare è stato cancellato`,
];

async function start(path: string, body: unknown): Promise<{ flowId: string; token: string }> {
  const { flowId, flowToken } = jsonOf(await service.api.send(post(path, body)));
  return { flowId: String(flowId), token: String(flowToken) };
}

const step = ({ flowId, token }: { flowId: string; token: string }, name: string, body: unknown) =>
  service.api.send(post(`/v1/flows/${flowId}/${name}`, body, bearer(token)));

test('an account that its owner deletes ends at once: session, lines, cookie; mailbox and lines are told (rules 34, 35)', async () => {
  const { _id } = await recordEmployee(service);
  const other = await tokenOf(service, firstLine);
  const token = await tokenOf(service, firstLine);
  const answer = await deleteAccount(service, token);
  expect(answer.status).toBe(202);
  expect(jsonOf(answer)).toMatchObject({ flow: 'accountDeletion', status: 'COMPLETED', nextSteps: [] });
  expect(String(answer.headers['set-cookie'])).toMatch(/^session=;.*Expires=Thu, 01 Jan 1970/);
  for (const ended of [token, other])
    expect(codeOf(await readAccount(service, ended))).toEqual([401, 'SESSION_INVALID']);
  const { accounts, sessions, lineAssociations } = service.database;
  expect(await Promise.all([accounts.countDocuments(), sessions.countDocuments()])).toEqual([0, 0]);
  expect(await lineAssociations.countDocuments()).toBe(0);
  await service.ended(deletions.referenceOf(_id));
  expect(told().sort()).toEqual([...toldOfDeletion].sort());
  const signIn = await service.api.send(
    post('/v1/sessions', { username: firstLine, password: goodPassword }),
  );
  expect(codeOf(signIn)).toEqual([401, 'CREDENTIALS_WRONG']);
  const { flowId, flowToken } = jsonOf(answer);
  const read = await service.api.send({
    path: `/v1/flows/${String(flowId)}`,
    headers: bearer(String(flowToken)),
  });
  expect(jsonOf(read)['status']).toBe('COMPLETED');
});

test('nothing of the person stays in the database, and lines, offers and contracts stay as they are (rule 36)', async () => {
  const account = await recordEmployee(service);
  const { _id, passwordHash = '' } = account;
  const wrong = { username: firstLine, password: 'una password sbagliata' };
  await service.api.send(post('/v1/sessions', wrong));
  const token = await tokenOf(service, firstLine);
  const claim = { claimId: 'c', passwordHash, expiresAt: new Date(Date.now() + 60_000) };
  await service.database.passwordClaims.create([
    { _id: account.heldBy, ...claim },
    { _id: `account/${_id}`, ...claim },
  ]);
  const before = await wholeDatabase(service);
  expect((await deleteAccount(service, token)).status).toBe(202);
  await service.ended(deletions.referenceOf(_id));
  const after = await wholeDatabase(service);
  const records = ['lines', 'companies', 'offers'];
  for (const name of records) expect(after.get(name)).toBe(before.get(name));
  const canaries = { line: firstLine.slice(1), other: secondLine.slice(1), mailbox, passwordHash };
  const found = (database: Map<string, string>) =>
    [...database].filter(([name, text]) => !records.includes(name) && canariesIn(text, canaries).length > 0);
  expect(found(before).map(([name]) => name)).toEqual(
    expect.arrayContaining(['accounts', 'lineAssociations', 'passwordClaims']),
  );
  expect(found(after)).toEqual([]);
  const history = await service.decodedHistory(deletions.referenceOf(_id));
  expect(history).toContain('•••••••••0001');
  expect(canariesIn(history, { ...canaries, password: goodPassword })).toEqual([]);
  expect(await service.database.sendRecords.countDocuments()).toBe(3);
});

test('a deletion asked for ten times at once, and again by others, has one effect, one audit event, one message each', async () => {
  const account = await recordEmployee(service);
  const tokens = [await tokenOf(service, firstLine), await tokenOf(service, firstLine)];
  const asked = Array.from({ length: 10 }, (_, index) => deleteAccount(service, tokens[index % 2]!));
  const answers = await Promise.all(asked);
  expect(answers.filter(({ status }) => status === 202).length).toBeGreaterThan(0);
  for (const answer of answers.filter(({ status }) => status !== 202))
    expect(codeOf(answer)).toEqual([401, 'SESSION_INVALID']);
  const again = { account, reason: 'byUserAdmin', actor: { role: 'userAdmin' }, locale: 'it' } as const;
  expect((await deletions.begin(again)).status).toBe('COMPLETED');
  await service.ended(deletions.referenceOf(account._id));
  expect(told().sort()).toEqual([...toldOfDeletion].sort());
  const events = await service.database.auditEvents.find({ event: 'accountClosed' }).lean();
  expect(events).toMatchObject([
    {
      actor: { role: 'employee', accountId: account._id, name: '•••••••••0001' },
      subject: '•••••••••0001',
      detail: 'byOwner',
      reference: expect.stringMatching(/^[0-9A-Z]{10}$/) as string,
      addressKey: expect.any(String) as string,
    },
  ]);
});

test('a wrong password deletes nothing, and is counted with those of the step-up', async () => {
  await recordEmployee(service);
  const token = await tokenOf(service, firstLine);
  for (let wrong = 0; wrong < 10; wrong += 1)
    expect(codeOf(await deleteAccount(service, token, {}, 'sbagliata'))).toEqual([422, 'PASSWORD_WRONG']);
  expect(codeOf(await deleteAccount(service, token))).toEqual([429, 'SIGN_IN_WAIT']);
  expect((await readAccount(service, token)).status).toBe(200);
  expect(told()).toEqual([]);
});

test('a recovery that runs for the account ends at its next step, and its code opens nothing', async () => {
  await recordEmployee(service);
  const proven = await start('/v1/password-recoveries', { username: firstLine });
  const opened = await codeIn(() => service.texts[0]?.text);
  expect(jsonOf(await step(proven, 'code', { code: opened }))['status']).toBe('AWAITING_PASSWORD');
  const waiting = await start('/v1/password-recoveries', { username: firstLine });
  const code = await codeIn(() => service.texts[1]?.text);
  expect((await deleteAccount(service, await tokenOf(service, firstLine))).status).toBe(202);
  expect(codeOf(await step(waiting, 'code', { code }))).toEqual([409, 'STEP_OUT_OF_ORDER']);
  const password = `${goodPassword} ancora`;
  expect(codeOf(await step(proven, 'password', { password }))).toEqual([409, 'STEP_OUT_OF_ORDER']);
  expect(await service.database.accounts.countDocuments()).toBe(0);
  expect(await service.database.passwordClaims.countDocuments()).toBe(0);
});

test('the line may be registered again at once, and its new account shows nothing of the former', async () => {
  const former = await recordEmployee(service);
  await deleteAccount(service, await tokenOf(service, firstLine));
  await service.ended(deletions.referenceOf(former._id));
  service.texts.length = 0;
  service.mails.length = 0;
  const email = 'nuova@azienda.example';
  const registration = await start('/v1/employee-registrations', { line: firstLine, email });
  const code = await codeIn(() => service.texts[0]?.text);
  await step(registration, 'code', { code });
  expect((await step(registration, 'password', { password: `${goodPassword} mia` })).status).toBe(200);
  const token = await tokenOf(service, firstLine, `${goodPassword} mia`);
  expect(jsonOf(await readAccount(service, token))).toMatchObject({
    username: firstLine,
    email,
    lines: [{ line: firstLine }],
  });
  await deletions.begin({
    account: former,
    reason: 'bySupportDesk',
    actor: { role: 'supportDesk' },
    locale: 'it',
  });
  expect((await readAccount(service, token)).status).toBe(200);
  await service.ended({ flow: 'employeeRegistration', flowId: registration.flowId });
  expect(service.mails.map(({ to }) => to)).not.toContain(mailbox);
});

test('who got the line of a former owner since is told nothing of that account', async () => {
  const { _id } = await recordEmployee(service);
  const token = await tokenOf(service, firstLine);
  await service.database.lines.updateOne({ _id: firstLine }, { $set: { activatedOn: '2025-05-05' } });
  await service.database.lines.updateOne({ _id: secondLine }, { $set: { status: 'ceased' } });
  expect((await deleteAccount(service, token)).status).toBe(202);
  await service.ended(deletions.referenceOf(_id));
  expect(told()).toEqual(toldOfDeletion.slice(2));
});

test('a reservation that is deleted ends without a word to a mailbox that nobody proved', async () => {
  const reserved = await recordAccount(service.api, {
    _id: randomUUID(),
    kind: 'telcoManager',
    status: 'reserved',
    username: 'Invitato1',
    heldBy: 'telcoManagerInvitation/flow',
  });
  const wish = {
    account: reserved,
    reason: 'byUserAdmin',
    actor: { role: 'userAdmin' },
    locale: 'it',
  } as const;
  expect((await deletions.begin(wish)).status).toBe('COMPLETED');
  await service.ended(deletions.referenceOf(reserved._id));
  expect(await service.database.accounts.countDocuments()).toBe(0);
  expect(told()).toEqual([]);
});
