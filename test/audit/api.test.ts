import { mongo } from 'mongoose';
import type { AuditEvent } from '../../src/database/auditEvents';
import { accountId, recordAccount } from '../api/support/signedIn';
import { jsonOf } from '../api/support/rawHttp';
import { administrator, goodPassword, post } from '../api/support/requests';
import { bearer, codeOf, employee, right, sessionStage, wrong } from '../sessions/support/sessionStage';
import { questionsOf } from '../support/codeActivities';

const stage = sessionStage();
beforeEach(() => stage.api.context.database.auditEvents.deleteMany({}));

const trail = (): Promise<AuditEvent[]> =>
  stage.api.context.database.auditEvents.find().sort({ at: 1 }).lean();
const named = async () => (await trail()).map(({ event, detail }) => [event, detail]);
const stepUp = (token: string, password: string) =>
  stage.api.send(post('/v1/sessions/current/step-up', { password }, bearer(token)));
const from = (address: string) => ({ 'X-Forwarded-For': address });
const audit = (token: string, query = '', headers = {}) =>
  stage.api.send({ path: `/v1/company/audit${query}`, headers: { ...bearer(token), ...headers } });
const eventsOf = (answer: Awaited<ReturnType<typeof audit>>) =>
  jsonOf(answer)['events'] as Record<string, unknown>[];

describe('the trail', () => {
  test('tells who signed in from where, and the same request repeated is one event', async () => {
    const key = { 'Idempotency-Key': '7a4ac0e8-a4b5-4a1c-8f57-0f0bc9f5c4a1' };
    await stage.signIn(right, { ...key, ...from('192.0.2.1') });
    await stage.signIn(right, { ...key, ...from('192.0.2.2') });
    await stage.signIn(right, from('192.0.2.2'));
    const [first, second, ...others] = await trail();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      event: 'signedIn',
      detail: 'password',
      actor: { role: 'userAdmin', accountId, name: expect.stringMatching(/^•+.{3}$/) as string },
    });
    expect(first?.addressKey).toBeDefined();
    expect(second?.addressKey).not.toBe(first?.addressKey);
  });

  test.each([administrator, 'Sconosciuta1', 'la mia password, per sbaglio'])(
    'tells of each try of %s that was counted, and of none that had to wait',
    async (username) => {
      await Promise.all(Array.from({ length: 30 }, () => stage.signIn({ ...wrong, username })));
      const told = await named();
      expect(told.filter(([event]) => event === 'signInRefused')).toHaveLength(7);
      expect(told.filter(([event]) => event === 'signInWait')).toEqual([['signInWait', 'account']]);
      const kept = JSON.stringify(await trail());
      expect(kept).not.toContain(username);
      expect(new Set((await trail()).map(({ subjectKey }) => subjectKey)).size).toBe(1);
      if (username !== administrator) expect(kept).not.toMatch(/•|companyKey/);
    },
  );

  test('asks the same of the database for a name that nobody has', async () => {
    const { database } = stage.api.context;
    const [known, unknown] = [
      await questionsOf(database, () => stage.signIn(wrong, from('192.0.2.3'))),
      await questionsOf(database, () =>
        stage.signIn({ ...wrong, username: 'Sconosciuta1' }, from('192.0.2.4')),
      ),
    ];
    expect(unknown).toEqual(known);
    expect(known).toContain('auditEvents.insertOne');
  });

  test('tells of a password that is typed once more, right or wrong, and when that has to wait', async () => {
    const token = await stage.tokenOf();
    for (let times = 0; times < 12; times += 1) await stepUp(token, wrong.password);
    stage.api.clock.aheadMs = 31_000;
    expect((await stepUp(token, goodPassword)).status).toBe(200);
    const told = (await named()).map(([event]) => event);
    expect(told.filter((event) => event === 'passwordRefused')).toHaveLength(10);
    expect(told.slice(-1)).toEqual(['passwordProven']);
    expect(await named()).toContainEqual(['signInWait', 'step-up']);
  });

  test('tells of each way in which sessions end', async () => {
    const one = await stage.tokenOf();
    const other = jsonOf(await stage.signIn())['id'];
    await stage.ask(one, 'DELETE', '/v1/sessions/nobodys');
    await stage.ask(one, 'DELETE', `/v1/sessions/${String(other)}`);
    await stage.ask(one, 'DELETE', '/v1/sessions/current');
    await stage.ask(await stage.tokenOf(), 'DELETE', '/v1/sessions');
    const ended = (await trail()).filter(({ event }) => event === 'sessionsEnded');
    expect(ended.map(({ detail }) => detail)).toEqual(['one', 'signedOut', 'all']);
    expect(ended[0]).toMatchObject({ actor: { accountId } });
  });

  test('tells once a session that a function was asked for that the profile does not have', async () => {
    await recordAccount(stage.api, employee);
    const token = await stage.tokenOf({ ...right, username: employee.username });
    for (let times = 0; times < 5; times += 1)
      expect(codeOf(await audit(token))).toEqual([403, 'NOT_PERMITTED']);
    const refused = (await trail()).filter(({ event }) => event === 'accessRefused');
    expect(refused).toMatchObject([{ detail: 'readCompanyAudit', actor: { accountId: 'employee' } }]);
  });
});

describe('without the trail', () => {
  const breakTrail = () =>
    jest
      .spyOn(stage.api.context.database.auditEvents, 'create')
      .mockRejectedValue(new mongo.MongoNetworkError('away'));

  test('nobody is signed in and nobody refused, right password or wrong', async () => {
    breakTrail();
    expect(codeOf(await stage.signIn())).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
    expect(codeOf(await stage.signIn(wrong))).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  });

  test('no session is ended or raised, and what is not permitted stays so', async () => {
    const token = await stage.tokenOf();
    await recordAccount(stage.api, employee);
    const ofEmployee = await stage.tokenOf({ ...right, username: employee.username });
    const broken = breakTrail();
    for (const path of ['/v1/sessions', '/v1/sessions/current'])
      expect((await stage.ask(token, 'DELETE', path)).status).toBe(503);
    expect((await stepUp(token, goodPassword)).status).toBe(503);
    expect((await audit(ofEmployee)).status).toBe(503);
    broken.mockRestore();
    expect((await stage.ask(token)).status).toBe(200);
  });
});

describe('GET /v1/company/audit', () => {
  test("shows the own company's events alone, page by page, in the language that was asked for", async () => {
    await recordAccount(stage.api, {
      _id: 'stranger',
      username: 'AltraAzienda1',
      vatNumber: '99000029993',
    });
    await stage.tokenOf({ ...right, username: 'AltraAzienda1' });
    for (let times = 0; times < 3; times += 1) await stage.signIn(wrong);
    const token = await stage.tokenOf();
    const first = await audit(token, '?limit=3', { 'Accept-Language': 'en' });
    expect(eventsOf(first)).toMatchObject([
      { event: 'signedIn', text: 'Signed in.', actor: { role: 'userAdmin', you: true } },
      { event: 'signInRefused', actor: { role: 'nobody', you: false } },
      { event: 'signInRefused' },
    ]);
    const cursor = String(jsonOf(first)['nextCursor']);
    const second = await audit(token, `?limit=3&cursor=${cursor}`);
    expect(eventsOf(second)).toMatchObject([{ text: 'Accesso rifiutato: le credenziali non erano giuste.' }]);
    expect(jsonOf(second)).not.toHaveProperty('nextCursor');
    expect(eventsOf(await audit(token, '?event=signedIn'))).toHaveLength(1);
    const shown = first.text + second.text;
    expect(shown).not.toContain(administrator);
    expect(shown).not.toContain('Key');
  });

  test.each([
    '?limit=0',
    '?limit=101',
    '?limit=ten',
    '?cursor=1',
    '?event=guessed',
    '?vatNumber=99000029993',
  ])('refuses %s', async (query) => {
    expect(codeOf(await audit(await stage.tokenOf(), query))).toEqual([400, 'REQUEST_INVALID']);
  });
});
