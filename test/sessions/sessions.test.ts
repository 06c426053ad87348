import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { goodPassword, post } from '../api/support/requests';
import { accountId, recordAccount } from '../api/support/signedIn';
import { bearer, codeOf, employee, hour, minute, right, sessionStage } from './support/sessionStage';

describe('a session', () => {
  const stage = sessionStage();

  test.each([
    ['was signed out', (token: string) => stage.ask(token, 'DELETE')],
    ['was ended with all', (token: string) => stage.ask(token, 'DELETE', '/v1/sessions')],
    [
      'has a new password',
      () => stage.api.context.database.accounts.updateOne({ _id: accountId }, { $inc: { sessionEpoch: 1 } }),
    ],
    ['has no account any more', () => stage.api.context.database.accounts.deleteOne({ _id: accountId })],
    [
      'has an account that is not active',
      () =>
        stage.api.context.database.accounts.updateOne({ _id: accountId }, { $set: { status: 'reserved' } }),
    ],
  ])('that %s opens nothing from the next request on, by bearer and by cookie', async (_how, end) => {
    const token = await stage.tokenOf();
    await end(token);
    await stage.expectOver(token);
    const byCookie = await stage.api.send({ path: '/v1/account', headers: { Cookie: `session=${token}` } });
    expect(codeOf(byCookie)).toEqual([401, 'SESSION_INVALID']);
  });

  test('is one of ten at most: one more ends the oldest, and no other account’s', async () => {
    await recordAccount(stage.api, employee);
    const others = await stage.tokenOf({ username: employee.username, password: goodPassword });
    const tokens: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      stage.api.clock.aheadMs += 1_000;
      tokens.push(await stage.tokenOf());
    }
    for (const ended of tokens.slice(0, 2)) await stage.expectOver(ended);
    const { sessions } = jsonOf(await stage.ask(tokens[2], 'GET', '/v1/sessions')) as { sessions: object[] };
    expect(sessions).toHaveLength(10);
    expect((await stage.ask(others)).status).toBe(200);
  });

  test('that was opened long ago, or by the network, ends no other before the password is typed; it signs itself out', async () => {
    const [own, other] = [await stage.tokenOf(), await stage.tokenOf()];
    await stage.api.context.database.sessions.updateMany({}, { $unset: { provenAt: 1 } });
    const { sessions } = jsonOf(await stage.ask(own, 'GET', '/v1/sessions')) as {
      sessions: { id: string }[];
    };
    for (const path of ['/v1/sessions', ...sessions.map(({ id }) => `/v1/sessions/${id}`)])
      expect(codeOf(await stage.ask(own, 'DELETE', path))).toEqual([403, 'STEP_UP_REQUIRED']);
    expect((await stage.ask(own, 'DELETE')).status).toBe(204);
    expect((await stage.ask(other)).status).toBe(200);
  });

  test('ends an hour after its last request, and 24 hours after the sign-in', async () => {
    const idle = await stage.tokenOf();
    stage.api.clock.aheadMs = hour - minute;
    expect((await stage.ask(idle)).status).toBe(200);
    stage.api.clock.aheadMs += hour - minute;
    expect((await stage.ask(idle)).status).toBe(200);
    stage.api.clock.aheadMs += hour;
    await stage.expectOver(idle);
    const begun = stage.api.clock.aheadMs;
    const busy = await stage.tokenOf();
    while (stage.api.clock.aheadMs < begun + 23.5 * hour) {
      stage.api.clock.aheadMs += hour / 2;
      expect((await stage.ask(busy)).status).toBe(200);
    }
    stage.api.clock.aheadMs = begun + 24 * hour;
    await stage.expectOver(busy);
  });

  test("is listed and ended by its owner; another account's is not there", async () => {
    await recordAccount(stage.api, employee);
    const [mine, second] = [await stage.tokenOf(), await stage.tokenOf()];
    const stranger = await stage.tokenOf({ username: employee.username, password: goodPassword });
    const list = async (token: string) =>
      jsonOf(await stage.ask(token, 'GET', '/v1/sessions'))['sessions'] as { id: string; current: boolean }[];
    const listed = await list(mine);
    expect(listed.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = listed.find(({ current }) => !current)!;
    const path = `/v1/sessions/${other.id}`;
    expect(codeOf(await stage.ask(stranger, 'DELETE', path))).toEqual([404, 'NOT_FOUND']);
    expect((await stage.ask(mine, 'DELETE', path)).status).toBe(204);
    await stage.expectOver(second);
    expect(await list(mine)).toHaveLength(1);
    await stage.ask(mine, 'DELETE', '/v1/sessions');
    expect((await stage.ask(stranger)).status).toBe(200);
  });

  test('reads the account that it belongs to, and nothing of its secrets', async () => {
    await recordAccount(stage.api, {
      ...employee,
      email: 'dipendente@azienda.example',
      emailVerified: false,
    });
    await stage.api.context.database.lineAssociations.create({
      _id: employee.username,
      accountId: employee._id,
      slot: 0,
      vatNumber: '00000010017',
      associatedBy: 'none/2',
      associatedAt: new Date('2030-01-04T10:00:00Z'),
      simKind: 'voice',
      lineActivatedOn: '2029-01-01',
    });
    const token = await stage.tokenOf({ username: employee.username, password: goodPassword });
    expect(jsonOf(await stage.ask(token, 'GET', '/v1/account'))).toEqual({
      username: employee.username,
      profile: 'employee',
      email: 'dipendente@azienda.example',
      emailVerified: false,
      lines: [
        {
          line: employee.username,
          autologin: true,
          simKind: 'voice',
          associatedAt: '2030-01-04T10:00:00.000Z',
        },
      ],
    });
  });
});

const inPortal = { ...right, transport: 'cookie' };
const cookiesOf = (answer: RawAnswer) => answer.headers['set-cookie'] ?? [];
const valueOf = (cookie = '') => /^[^=]+=(?<value>[^;]*)/.exec(cookie)?.groups?.['value'] ?? '';

describe('the cookie of the portal', () => {
  const stage = sessionStage();

  test('carries the same session as a bearer would, and the answer shows no token', async () => {
    const answer = await stage.signIn(inPortal, { 'Sec-Fetch-Site': 'same-origin' });
    expect(jsonOf(answer)).toMatchObject({ client: 'portal' });
    expect(jsonOf(answer)).not.toHaveProperty('token');
    expect(jsonOf(answer)).not.toHaveProperty('deviceToken');
    const [session, device] = cookiesOf(answer);
    expect(session).toMatch(
      /^session=[\w-]{43}; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(device).toMatch(
      /^device=[^;]+; Max-Age=15552000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const Cookie = `session=${valueOf(session)}`;
    const byCookie = jsonOf(await stage.api.send({ path: '/v1/sessions', headers: { Cookie } }));
    const byBearer = jsonOf(await stage.ask(valueOf(session), 'GET', '/v1/sessions'));
    expect(byCookie['sessions']).toHaveLength(1);
    expect(JSON.stringify(byCookie).replace(/"(lastSeen|idleExpires)At":"[^"]+",/g, '')).toBe(
      JSON.stringify(byBearer).replace(/"(lastSeen|idleExpires)At":"[^"]+",/g, ''),
    );
  });

  test('is taken away at sign-out, and changed at a step-up', async () => {
    const Cookie = `session=${valueOf(cookiesOf(await stage.signIn(inPortal))[0])}`;
    const raised = await stage.api.send(
      post('/v1/sessions/current/step-up', { password: goodPassword }, { Cookie }),
    );
    expect(jsonOf(raised)).not.toHaveProperty('token');
    const next = `session=${valueOf(cookiesOf(raised)[0])}`;
    expect(next).not.toBe(Cookie);
    const out = await stage.api.send({
      method: 'DELETE',
      path: '/v1/sessions/current',
      headers: { Cookie: next },
    });
    expect(out.status).toBe(204);
    expect(cookiesOf(out)[0]).toMatch(/^session=; Path=\/; Expires=Thu, 01 Jan 1970/);
  });

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('changes nothing for a page that says %j, and sets nothing either', async (headers) => {
    const Cookie = `session=${await stage.tokenOf()}`;
    for (const request of [
      { method: 'DELETE', path: '/v1/sessions', headers: { Cookie, ...headers } },
      { method: 'DELETE', path: '/v1/sessions/current', headers: { Cookie, ...headers } },
      post('/v1/sessions/current/step-up', { password: goodPassword }, { Cookie, ...headers }),
      post('/v1/sessions', inPortal, headers),
    ]) {
      const answer = await stage.api.send(request);
      expect(codeOf(answer)).toEqual([403, 'ORIGIN_REFUSED']);
      expect(cookiesOf(answer)).toEqual([]);
    }
    expect(await stage.api.context.database.sessions.countDocuments()).toBe(1);
  });

  test('counts less than the header, and never stands for a flow token', async () => {
    const token = await stage.tokenOf();
    const Cookie = `session=${token}`;
    const both = await stage.api.send({ path: '/v1/account', headers: { Cookie, ...bearer('none') } });
    expect(codeOf(both)).toEqual([401, 'SESSION_INVALID']);
    const flow = await stage.api.send({ path: '/v1/flows/Zl8Wb1n0S3yqk2cJx4mB7g', headers: { Cookie } });
    expect(codeOf(flow)).toEqual([401, 'FLOW_TOKEN_REQUIRED']);
    const asFlow = await stage.api.send({ path: '/v1/flows/Zl8Wb1n0S3yqk2cJx4mB7g', headers: bearer(token) });
    expect(codeOf(asFlow)).toEqual([401, 'FLOW_TOKEN_INVALID']);
  });
});

describe('the cookie where the pages are served by https', () => {
  const secure = sessionStage({ PUBLIC_BASE_URL: 'https://selfcare.example' });

  test('has the prefix that binds it to the host, and is for https alone, where the pages are', async () => {
    const answer = await secure.signIn(inPortal, { Origin: 'https://selfcare.example' });
    for (const [name, cookie] of [
      ['session', cookiesOf(answer)[0]],
      ['device', cookiesOf(answer)[1]],
    ]) {
      expect(cookie).toMatch(
        new RegExp(`^__Host-${String(name)}=.*; Path=/; .*HttpOnly; Secure; SameSite=Strict$`),
      );
      expect(cookie).not.toContain('Domain');
    }
    const unprefixed = { Cookie: `session=${valueOf(cookiesOf(answer)[0])}` };
    expect(codeOf(await secure.api.send({ path: '/v1/account', headers: unprefixed }))[1]).toBe(
      'SESSION_REQUIRED',
    );
  });
});
