import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { bearer, codeOf, hour, minute } from '../sessions/support/sessionStage';
import { goodPassword, post } from '../api/support/requests';
import { recordAccount } from '../api/support/signedIn';
import { employee, line, NetworkStage } from './support/networkStage';

const secondLine = '+393201234597';
let stage: NetworkStage;

beforeAll(async () => {
  stage = await NetworkStage.start();
});
beforeEach(() => stage.reset());
afterAll(() => stage.stop());

async function tokenOf(): Promise<string> {
  const answer = await stage.signInByGateway();
  expect(answer.status).toBe(201);
  return String(jsonOf(answer)['token']);
}
/** The token of the same session once the password was typed in it. */
async function raised(token: string): Promise<string> {
  const proof = post('/v1/sessions/current/step-up', { password: goodPassword }, bearer(token));
  return String(jsonOf(await stage.api.send(proof))['token']);
}
const switchTo = (token: string, enabled: boolean, of = line) =>
  stage.api.send({
    ...{ method: 'PUT', path: `/v1/account/lines/${encodeURIComponent(of)}/autologin` },
    headers: { ...bearer(token), 'Content-Type': 'application/json' },
    body: JSON.stringify({ enabled }),
  });
const notRegistered = (answer: RawAnswer, of = line) => {
  expect(codeOf(answer)).toEqual([422, 'LINE_NOT_REGISTERED']);
  expect(jsonOf(answer)['line']).toBe(of);
};

describe('an assertion of the gateway', () => {
  test('signs the employee of the line in, with the assurance of the network and for an hour', async () => {
    const answer = await stage.signInByGateway();
    expect(answer.status).toBe(201);
    const { token, assurance, account, createdAt, expiresAt, client } = jsonOf(answer);
    expect({ assurance, account, client }).toEqual({
      assurance: 'network',
      account: { username: line, profile: 'employee' },
      client: 'app',
    });
    expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(hour);
    expect((await stage.get('/v1/account', bearer(token))).status).toBe(200);
  });

  test('goes into the cookie where the portal asks for it', async () => {
    const answer = await stage.signInByGateway({ 'Sec-Fetch-Site': 'same-origin' }, { transport: 'cookie' });
    expect(jsonOf(answer)).not.toHaveProperty('token');
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^session=.+HttpOnly; SameSite=Strict/),
    ]);
    const foreign = await stage.signInByGateway({ 'Sec-Fetch-Site': 'cross-site' });
    expect(codeOf(foreign)).toEqual([403, 'ORIGIN_REFUSED']);
  });

  test('signs in once; the same request repeated gets the same session', async () => {
    const assertion = await stage.network.assertion();
    const headers = { 'Idempotency-Key': randomUUID() };
    const [first, again] = [await stage.signIn(assertion, headers), await stage.signIn(assertion, headers)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(jsonOf(again)['token']).toBe(jsonOf(first)['token']);
    expect(codeOf(await stage.signIn(assertion))).toEqual([401, 'LINE_NOT_RECOGNISED']);
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(1);
  });

  test('shown by ten requests at once signs one of them in', async () => {
    const assertion = await stage.network.assertion();
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.signIn(assertion)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(401)]);
  });

  test.each(['garbage', 'a.b.c', 'a'.repeat(4_000)])('that is none (%#) is refused', async (text) => {
    expect(codeOf(await stage.signIn(text))).toEqual([401, 'LINE_NOT_RECOGNISED']);
  });

  test('is needed: a number in a header is never believed', async () => {
    const headers = Object.fromEntries(
      ['X-MSISDN', 'X-Up-Calling-Line-Id', 'X-Nokia-MSISDN', 'Msisdn', 'X-WAP-MSISDN', 'X-Phone-Number'].map(
        (name) => [name, line],
      ),
    );
    await stage.network.connect(secondLine);
    notRegistered(await stage.signInByGateway(headers), secondLine);
    expect(codeOf(await stage.signIn('none', headers))).toEqual([401, 'LINE_NOT_RECOGNISED']);
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(0);
  });
});

describe('a recognised line', () => {
  test('signs in to the account that has it as its second', async () => {
    await stage.recordLine({ _id: secondLine });
    await stage.associate({ _id: secondLine, slot: 1 });
    await stage.network.connect(secondLine);
    expect(jsonOf(await stage.signInByGateway())['account']).toEqual({ username: line, profile: 'employee' });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['ceased', () => stage.recordLine({ status: 'ceased' })],
    ['moved to another company', () => stage.recordLine({ vatNumber: '99000019994' })],
    ['was activated anew', () => stage.recordLine({ activatedOn: '2026-01-01' })],
    ['is not in the records', () => stage.api.context.database.lines.deleteMany({})],
    ['has no account', () => stage.api.context.database.lineAssociations.deleteMany({})],
    ['has an account that is gone', () => stage.api.context.database.accounts.deleteMany({})],
    [
      'has an account that is not active',
      () => recordAccount(stage.api, { ...employee, status: 'reserved' }),
    ],
    ['is that of an administrator', () => recordAccount(stage.api, { ...employee, kind: 'telcoManager' })],
  ])('that %s signs nobody in, and is told for the registration', async (_why, change) => {
    await change();
    notRegistered(await stage.signInByGateway());
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(0);
  });

  test('signs in at once and is asked for no code while its account waits for what others did (rule 9)', async () => {
    for (let wrong = 0; wrong < 12; wrong += 1)
      await stage.api.send(post('/v1/sessions', { username: line, password: `wrong ${wrong}` }));
    const refused = await stage.api.send(post('/v1/sessions', { username: line, password: goodPassword }));
    expect(refused.status).toBe(429);
    stage.api.flows.reset();
    await tokenOf();
    expect(stage.api.flows.starts).toEqual([]);
  });

  test('of a data-only SIM signs in only where its owner switched that on', async () => {
    await stage.recordLine({ simKind: 'data-only' });
    await stage.associate({ simKind: 'data-only' });
    const off = await stage.signInByGateway();
    expect(codeOf(off)).toEqual([403, 'AUTOLOGIN_OFF']);
    expect(off.text).not.toContain(line.slice(3));
    await stage.associate({ simKind: 'data-only', autologin: true });
    await tokenOf();
  });

  test('signs in or not as its owner says, with a password typed recently', async () => {
    const byNetwork = await tokenOf();
    expect(codeOf(await switchTo(byNetwork, false))).toEqual([403, 'STEP_UP_REQUIRED']);
    const token = await raised(byNetwork);
    await stage.associate({ _id: secondLine, accountId: 'somebody-else' });
    expect(codeOf(await switchTo(token, true, secondLine))).toEqual([404, 'NOT_FOUND']);
    expect((await switchTo(token, false)).status).toBe(204);
    const { lines } = jsonOf(await stage.get('/v1/account', bearer(token)));
    expect(lines).toEqual([expect.objectContaining({ line, autologin: false })]);
    expect(codeOf(await stage.signInByGateway())).toEqual([403, 'AUTOLOGIN_OFF']);
    expect((await switchTo(token, true, '320 123 4598')).status).toBe(204);
    await tokenOf();
  });

  test('that is switched off ends what the network began, told to the trail before: without it nothing changes', async () => {
    const [byNetwork, token] = [await tokenOf(), await raised(await tokenOf())];
    const statusOf = async (each: string) => (await stage.get('/v1/account', bearer(each))).status;
    const statuses = () => Promise.all([byNetwork, token].map(statusOf));
    const { auditEvents } = stage.api.context.database;
    const broken = jest.spyOn(auditEvents, 'create').mockRejectedValue(new mongo.MongoNetworkError('away'));
    expect((await switchTo(token, false)).status).toBe(503);
    broken.mockRestore();
    await tokenOf();
    expect((await switchTo(token, true)).status).toBe(204);
    expect(await statuses()).toEqual([200, 200]);
    expect((await switchTo(token, false)).status).toBe(204);
    expect(await statuses()).toEqual([401, 200]);
    const told = await auditEvents.find({ event: 'autologinSwitched' }).lean();
    expect(told.map(({ detail }) => detail).sort()).toEqual(['off', 'on']);
  });

  test('stands in no log', async () => {
    await tokenOf();
    await stage.associate({ accountId: 'nobody' });
    await stage.signInByGateway();
    expect(stage.api.logLines.join('')).not.toContain(line.slice(3));
  });

  test('and what came of it is in the audit trail', async () => {
    await tokenOf();
    await stage.api.context.database.lineAssociations.deleteMany({});
    await stage.signInByGateway();
    const events = await stage.api.context.database.auditEvents.find().sort({ event: 1 }).lean();
    expect(events.map(({ event, detail, actor }) => [event, detail, actor.role])).toEqual([
      ['recognitionRefused', 'LINE_NOT_REGISTERED', 'nobody'],
      ['signedIn', 'network', 'employee'],
    ]);
    expect(JSON.stringify(events)).not.toContain(line.slice(3));
  });
});

describe('a session of the network', () => {
  test('ends after an hour, however busy, unless the password was proved meanwhile', async () => {
    const [left, other] = [await tokenOf(), await tokenOf()];
    const proof = post('/v1/sessions/current/step-up', { password: goodPassword }, bearer(other));
    const { token, assurance } = jsonOf(await stage.api.send(proof));
    expect(assurance).toBe('password');
    stage.api.clock.aheadMs = hour - minute;
    for (const each of [left, token]) expect((await stage.get('/v1/account', bearer(each))).status).toBe(200);
    stage.api.clock.aheadMs = hour + minute;
    expect(codeOf(await stage.get('/v1/account', bearer(left)))).toEqual([401, 'SESSION_INVALID']);
    expect((await stage.get('/v1/account', bearer(token))).status).toBe(200);
  });

  test('takes the place of the one that the request came with', async () => {
    const former = await tokenOf();
    const next = jsonOf(await stage.signInByGateway(bearer(former)))['token'];
    expect(next).not.toBe(former);
    expect(codeOf(await stage.get('/v1/account', bearer(former)))).toEqual([401, 'SESSION_INVALID']);
  });

  test('ends with the next password', async () => {
    const token = await tokenOf();
    await stage.api.context.database.accounts.updateOne({ _id: employee._id }, { $inc: { sessionEpoch: 1 } });
    expect(codeOf(await stage.get('/v1/account', bearer(token)))).toEqual([401, 'SESSION_INVALID']);
  });
});
