import { signIn } from './support/accounts';
import { WholeService, tokenIn } from './support/wholeService';
import { recordCompany } from './support/company';
import { Managers } from './support/telcoManagers';

const password = 'una frase che nessuno indovina';

describe('a company registers its User Admin, over HTTP, on real servers', () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start({ MAX_REQUESTS_IN_FLIGHT: '200' });
  });
  afterAll(() => service.stop());

  test('from the contract data to an active account, with the mail that arrived', async () => {
    const company = await recordCompany(service.database, 1);
    const started = await service.post('/v1/user-admin-registrations', company);
    expect(started).toMatchObject({ status: 202, body: { status: 'AWAITING_ACTIVATION' } });
    const { flowId, flowToken } = started.body as { flowId: string; flowToken: string };

    const [mail] = await service.mailsTo(company.legalRepresentative.email, 1);
    const activated = await service.post('/v1/activations', { token: tokenIn(mail) });
    expect(activated).toMatchObject({ status: 200, body: { status: 'AWAITING_PASSWORD' } });
    const passwordToken = activated.body['flowToken'] as string;

    const forbidden = await service.post(`/v1/flows/${flowId}/password`, { password }, { token: flowToken });
    expect(forbidden).toMatchObject({ status: 403, body: { code: 'FLOW_TOKEN_INSUFFICIENT' } });

    const set = await service.post(`/v1/flows/${flowId}/password`, { password }, { token: passwordToken });
    expect(set).toMatchObject({ status: 200, body: { status: 'COMPLETED' } });

    const { username } = company;
    expect(await signIn(service, username, password)).toMatchObject({ status: 201 });
    for (const [name, typed] of [
      [username.toUpperCase(), password],
      [username, password.toUpperCase()],
    ] as const)
      expect(await signIn(service, name, typed)).toMatchObject({ body: { code: 'CREDENTIALS_WRONG' } });

    const account = await service.database.accounts.findOne({ vatNumber: company.vatNumber }).lean();
    expect(account).toMatchObject({ status: 'active', username });
    expect(account?.passwordHash).toMatch(/^service\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await service.database.passwordClaims.countDocuments()).toBe(0);

    const mails = await service.mailsTo(company.legalRepresentative.email, 2);
    expect(mails[1]?.subject).toContain('attivo');
    expect((await service.get(`/v1/flows/${flowId}`, flowToken)).body).toMatchObject({ status: 'COMPLETED' });
    expect(await service.post('/v1/user-admin-registrations', company)).toMatchObject({
      status: 422,
      body: { code: 'VAT_ALREADY_SERVED' },
    });
    const handle = service.workflowClient().getHandle(`userAdminRegistration/${flowId}`);
    await handle.result();
    expect((await handle.fetchHistory()).events?.length).toBeLessThanOrEqual(36);
  });

  test('a password that the service makes up is told once more to the same request, and kept nowhere', async () => {
    const company = await recordCompany(service.database, 2);
    const { body } = await service.post('/v1/user-admin-registrations', company);
    const [mail] = await service.mailsTo(company.legalRepresentative.email, 1);
    const activated = await service.post('/v1/activations', { token: tokenIn(mail) });
    const request = {
      token: activated.body['flowToken'] as string,
      key: '6f0c7bb4-8d2c-4c3c-9a86-0f6f2f7f0a11',
    };
    const path = `/v1/flows/${String(body['flowId'])}/password`;
    const first = await service.post(path, { generate: true }, request);
    expect(first.body['generatedPassword']).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){4}$/);
    expect((await service.post(path, { generate: true }, request)).body).toEqual(first.body);
  });

  test('every request ten times at once has one effect and one answer', async () => {
    const company = await recordCompany(service.database, 3);
    const tenTimes = async (path: string, body: unknown, token = '') => {
      const key = crypto.randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => service.post(path, body, { token, key })),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
      return answers[0]?.body ?? {};
    };
    const started = await tenTimes('/v1/user-admin-registrations', company);
    const [mail] = await service.mailsTo(company.legalRepresentative.email, 1);
    const activated = await tenTimes('/v1/activations', { token: tokenIn(mail) });
    const path = `/v1/flows/${String(started['flowId'])}/password`;
    expect(await tenTimes(path, { password }, activated['flowToken'] as string)).toMatchObject({
      status: 'COMPLETED',
    });
    await service.mailsTo(company.legalRepresentative.email, 2);
    expect(await service.mailsTo(company.legalRepresentative.email, 2)).toHaveLength(2);
    expect(await service.database.accounts.countDocuments({ vatNumber: company.vatNumber })).toBe(1);
  });

  test('100 parallel registrations of one VAT number end in exactly one account', async () => {
    const company = await recordCompany(service.database, 4);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        service.post('/v1/user-admin-registrations', { ...company, username: `Racer${number}x` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toContain(202);
    for (const { status } of answers) expect([202, 410, 429]).toContain(status);
    const [account, ...others] = await service.database.accounts
      .find({ vatNumber: company.vatNumber })
      .lean();
    expect(others).toEqual([]);
    const mails = await mailsWithThatOf(
      account?.heldBy.split('/')[1] ?? '',
      company.legalRepresentative.email,
    );
    const activations = await Promise.all(
      mails.map((mail) => service.post('/v1/activations', { token: tokenIn(mail) })),
    );
    const open = activations.filter(({ status }) => status === 200);
    const set = await Promise.all(
      open.map(({ body }) =>
        service.post(
          `/v1/flows/${String(body['flowId'])}/password`,
          { password },
          { token: String(body['flowToken']) },
        ),
      ),
    );
    expect(set.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await service.database.accounts.find({ vatNumber: company.vatNumber }).lean()).toMatchObject([
      { status: 'active' },
    ]);
  });

  const manager = {
    username: 'ManagerUno',
    firstName: 'Mario',
    lastName: "D'Esempio",
    email: 'manager.uno@azienda.example',
    mobile: '+393201234571',
  };
  const secondPassword = 'una frase diversa da quella di prima';

  test('its User Admin invites a Telco Manager, who alone sets the password, and creates the profile again in one step', async () => {
    const managers = await Managers.of(service, 5, password);
    const invited = await managers.invite(manager);
    expect(invited).toMatchObject({ status: 202, body: { status: 'AWAITING_ACTIVATION' } });
    const id = String(invited.body['managerId']);
    const first = await managers.activated(manager.email, 1);
    expect(await service.post(first.path, { password }, first)).toMatchObject({ status: 200 });
    expect(await managers.list()).toMatchObject([{ id, username: manager.username, status: 'active' }]);
    await service.mailsTo(managers.userAdmin.email ?? '', 1);
    const signedIn = await signIn(service, manager.username, password);
    const session = String(signedIn.body['token']);
    expect(await service.get('/v1/account', '', session)).toMatchObject({
      body: { profile: 'telcoManager' },
    });
    expect(await service.get('/v1/telco-managers', '', session)).toMatchObject({
      status: 403,
      body: { code: 'NOT_PERMITTED' },
    });

    expect(await managers.inviteAgain(id, { expectedStatus: 'active' })).toMatchObject({ status: 202 });
    expect(await service.get('/v1/account', '', session)).toMatchObject({ status: 401 });
    expect(await signIn(service, manager.username, password)).toMatchObject({ status: 401 });
    expect(await service.post(first.path, { password }, first)).toMatchObject({ status: 409 });
    const second = await managers.activated(manager.email, 3);
    await service.post(second.path, { password: secondPassword }, second);
    expect(await signIn(service, manager.username, secondPassword)).toMatchObject({ status: 201 });
    expect(await signIn(service, manager.username, password)).toMatchObject({ status: 401 });
    expect([await managers.delete(id), await managers.delete(id)]).toEqual([204, 404]);
    expect(await signIn(service, manager.username, secondPassword)).toMatchObject({ status: 401 });
  });

  test('a Telco Manager who is deleted, ten times at once, while the password is being set has no account', async () => {
    const managers = await Managers.of(service, 6, password);
    const profile = { ...manager, username: 'ManagerDue', email: 'manager.due@azienda.example' };
    const id = String((await managers.invite(profile)).body['managerId']);
    const open = await managers.activated(profile.email, 1);
    const [set, ...statuses] = await Promise.all([
      service.post(open.path, { password }, open),
      ...Array.from({ length: 10 }, () => managers.delete(id)),
    ]);
    expect(statuses).toContain(204);
    expect([200, 409, 410]).toContain(set.status);
    for (const status of statuses) expect([204, 404]).toContain(status);
    expect(await managers.list()).toEqual([]);
    expect(await signIn(service, profile.username, password)).toMatchObject({ status: 401 });
    expect((await service.post(open.path, { password }, open)).status).not.toBe(200);
  });

  /** All mails to a mailbox, once that of the flow given is among them. */
  async function mailsWithThatOf(flowId: string, address: string) {
    for (let count = 1; ; count += 1) {
      const mails = await service.mailsTo(address, count);
      if (mails.some((mail) => tokenIn(mail).startsWith(flowId))) return mails;
    }
  }
});
