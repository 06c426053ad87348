import { randomUUID } from 'node:crypto';
import { jsonOf } from './support/rawHttp';
import { exampleManager, flowId, goodPassword, managerId, post, sessionToken } from './support/requests';
import { accountId, invitedManager, recordAccount, signIn } from './support/signedIn';
import { codeOf, TelcoManagerCalls } from './support/telcoManagerCalls';
import { TestApi } from './support/testApi';

const flow = 'telcoManagerInvitation';
const heldBy = `${flow}/${flowId}`;
const active = { ...invitedManager, status: 'active', passwordHash: 'hash' } as const;

let api: TestApi;
let calls: TelcoManagerCalls;
beforeAll(async () => {
  api = await TestApi.start();
  calls = new TelcoManagerCalls(api);
  await api.makeIndexes();
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.flows.reset();
  await api.context.database.accounts.deleteMany({});
  await signIn(api);
});

describe('an invitation', () => {
  test("is the signed-in User Admin's company's, and hands nothing readable of the manager to the flow", async () => {
    const answer = await calls.invite(exampleManager);
    const { flowId: started } = api.flows.starts[0]!;
    expect(answer.status).toBe(202);
    expect(jsonOf(answer)).toMatchObject({ flow, status: 'AWAITING_ACTIVATION', managerId: started });
    expect(calls.input).toMatchObject({
      managerId: started,
      actor: { role: 'userAdmin', accountId },
      subject: 'Telco Manager •••••••lco',
    });
    const handed = JSON.stringify(api.flows.starts);
    for (const datum of [...Object.values(exampleManager), '00000010017'])
      expect(handed).not.toContain(datum);
  });

  test('gives the inviter no token, and none of a start could set the password (the inviter never can)', async () => {
    const answer = jsonOf(await calls.invite(exampleManager));
    expect(answer).not.toHaveProperty('flowToken');
    expect(JSON.stringify(answer)).not.toContain(api.links.tokenOf(flow, String(answer['flowId'])));
    const start = { flow, flowId: String(answer['flowId']), role: 'start', number: 0 } as const;
    const setPassword = (token: string) =>
      api.send(
        post(`/v1/flows/${start.flowId}/password`, { password: goodPassword }, { Authorization: token }),
      );
    const { flowTokens } = api.context;
    expect(codeOf(await setPassword(`Bearer ${flowTokens.issue(start)}`))).toBe('FLOW_TOKEN_INSUFFICIENT');
    expect(codeOf(await setPassword(`Bearer ${flowTokens.issue(start, accountId)}`))).toBe(
      'FLOW_TOKEN_INVALID',
    );
    expect(codeOf(await setPassword(`Bearer ${sessionToken}`))).toBe('FLOW_TOKEN_INVALID');
    expect(api.flows.steps).toEqual([]);
  });

  test('takes no field beside its five: nobody writes a role, a company, a status or a password', async () => {
    const ofAccount = 'kind role profile status vatNumber customerCode _id heldBy invitedBy emailVerified';
    for (const field of `${ofAccount} passwordHash password sessionEpoch`.split(' ')) {
      const answer = await calls.invite({ ...exampleManager, [field]: 'userAdmin' });
      expect([field, answer.status, codeOf(answer)]).toEqual([field, 400, 'REQUEST_INVALID']);
    }
    expect(api.flows.starts).toEqual([]);
  });

  test('repeated with its key finds its own flow; with another key or body it is another one', async () => {
    const key = randomUUID();
    const [first, again] = [await calls.invite(exampleManager, key), await calls.invite(exampleManager, key)];
    expect(jsonOf(again)).toEqual(jsonOf(first));
    await calls.invite({ ...exampleManager, firstName: 'Luciana' }, key);
    await calls.invite(exampleManager);
    expect(new Set(api.flows.starts.map((start) => start.flowId)).size).toBe(3);
  });
});

describe('the list', () => {
  test('shows the managers of the company alone, with where each stands and since when', async () => {
    const [reservedAt, activatedAt, endedAt] = ['2026-01-01', '2026-01-02', '2026-01-04'].map(
      (day) => new Date(`${day}T10:00:00Z`),
    );
    const manager = { ...invitedManager, reservedAt: reservedAt! };
    await recordAccount(api, { ...manager, username: 'Arrivato', status: 'active', activatedAt });
    await recordAccount(api, { ...manager, _id: 'b', username: 'Bloccato', invitationEndedAt: endedAt });
    await recordAccount(api, { ...manager, _id: 'c', username: 'Chiamato' });
    await recordAccount(api, { ...manager, _id: 'd', username: 'Diverso', vatNumber: '99000029993' });
    const { telcoManagers } = (await calls.list()) as { telcoManagers: Record<string, string>[] };
    const { firstName, lastName, email, mobile } = invitedManager;
    const shown = { firstName, lastName, email, mobile, invitedAt: '2026-01-01T10:00:00.000Z' };
    expect(telcoManagers).toEqual([
      { ...shown, id: managerId, username: 'Arrivato', status: 'active', since: '2026-01-02T10:00:00.000Z' },
      { ...shown, id: 'b', username: 'Bloccato', status: 'expired', since: '2026-01-04T10:00:00.000Z' },
      { ...shown, id: 'c', username: 'Chiamato', status: 'invited', since: '2026-01-01T10:00:00.000Z' },
    ]);
  });

  test('comes page by page, each manager once', async () => {
    for (const _id of ['Manager1', 'Manager2', 'Manager3', 'Manager4'])
      await recordAccount(api, { ...invitedManager, _id, username: _id });
    const namesOf = (page: Record<string, unknown>) =>
      (page['telcoManagers'] as { username: string }[]).map(({ username }) => username);
    const [first, second] = [await calls.list('?limit=2'), await calls.list('?limit=2&cursor=Manager2')];
    const last = await calls.list('?limit=2&cursor=Manager4');
    expect([first, second, last].map(namesOf)).toEqual([
      ['Manager1', 'Manager2'],
      ['Manager3', 'Manager4'],
      [invitedManager.username],
    ]);
    expect([first, second, last].map((page) => page['nextCursor'])).toEqual([
      'Manager2',
      'Manager4',
      undefined,
    ]);
  });
});

describe('inviting again', () => {
  test('resends the mail of a running invitation, the same request once', async () => {
    const key = randomUUID();
    const [first, again] = [await calls.inviteAgain({}, key), await calls.inviteAgain({}, key)];
    expect([first.status, jsonOf(again)]).toEqual([202, jsonOf(first)]);
    expect(jsonOf(first)).toMatchObject({ flowId, managerId });
    expect(api.flows.steps).toMatchObject([
      { reference: { flow, flowId }, step: 'resendLink' },
      { step: 'resendLink', updateId: api.flows.steps[0]!.updateId },
    ]);
    expect(api.flows.starts).toEqual([]);
  });

  test.each(['FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'] as const)(
    'begins anew where the former answers %s',
    async (code) => {
      calls.resendFails(code);
      await calls.inviteAgain();
      expect(calls.input).toMatchObject({ managerId, replaces: heldBy });
    },
  );

  test('replaces an active manager in one start, even one that another User Admin invited', async () => {
    await recordAccount(api, { ...active, invitedBy: 'a former User Admin' });
    calls.resendFails('STEP_OUT_OF_ORDER');
    expect((await calls.inviteAgain({ expectedStatus: 'active' })).status).toBe(202);
    expect(calls.input).toMatchObject({ managerId, replaces: heldBy });
    expect(api.flows.starts).toHaveLength(1);
  });

  test('leaves a manager who is creating the password alone', async () => {
    calls.resendFails('STEP_OUT_OF_ORDER');
    expect(codeOf(await calls.inviteAgain())).toBe('STEP_OUT_OF_ORDER');
    expect(api.flows.starts).toEqual([]);
  });

  test('that believes the manager invited, or active, changes nothing where that is not so', async () => {
    expect(codeOf(await calls.inviteAgain({ expectedStatus: 'active' }))).toBe('STEP_OUT_OF_ORDER');
    expect(api.flows.steps).toEqual([]);
    await recordAccount(api, active);
    calls.resendFails('STEP_OUT_OF_ORDER');
    expect(codeOf(await calls.inviteAgain({ expectedStatus: 'invited' }))).toBe('STEP_OUT_OF_ORDER');
    expect(api.flows.starts).toEqual([]);
  });

  test('repeated once the manager is active by it does not delete the profile that it led to', async () => {
    const key = randomUUID();
    calls.resendFails('FLOW_EXPIRED');
    const first = await calls.inviteAgain({}, key);
    const own = api.flows.starts[0]!.flowId;
    await recordAccount(api, { ...active, heldBy: `${flow}/${own}` });
    expect(jsonOf(await calls.inviteAgain({}, key))).toEqual(jsonOf(first));
    expect(new Set(api.flows.starts.map((start) => start.flowId)).size).toBe(1);
    expect(api.flows.steps).toEqual([]);
  });

  test('of two managers with one key is two flows', async () => {
    const key = randomUUID();
    await recordAccount(api, { ...active, heldBy: 'none/1' });
    await recordAccount(api, { ...active, _id: 'other', username: 'OtherName', heldBy: 'none/2' });
    await calls.inviteAgain({}, key);
    await calls.inviteAgain({}, key, 'other');
    expect(new Set(api.flows.starts.map((start) => start.flowId)).size).toBe(2);
  });
});

describe('a deletion', () => {
  test('is answered once the account is gone, also for a later User Admin, and voids the running invitation', async () => {
    await recordAccount(api, { ...invitedManager, invitedBy: 'a former User Admin' });
    const answer = await calls.delete();
    expect(answer.status).toBe(204);
    expect(api.flows.starts).toMatchObject([
      {
        flow: 'accountDeletion',
        input: { accountId: managerId, reason: 'byUserAdmin', actor: { role: 'userAdmin', accountId } },
      },
    ]);
    expect(api.flows.superseded).toEqual([{ flow, flowId }]);
  });

  test('that is under way is not called done', async () => {
    api.flows.standAt({ status: 'VALIDATING' });
    const answer = await calls.delete();
    expect([answer.status, codeOf(answer)]).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
  });

  test('finds no User Admin, no employee and no manager of another company under its path', async () => {
    await recordAccount(api, {
      ...invitedManager,
      _id: 'foreign',
      username: 'Foreign1',
      vatNumber: '99000029993',
    });
    for (const id of ['foreign', accountId, 'employee', '%24ne', 'x'.repeat(300)]) {
      const answer = await calls.delete(id);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    }
    expect(api.flows.starts).toEqual([]);
  });
});
