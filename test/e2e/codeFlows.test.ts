import { randomUUID } from 'node:crypto';
import { sampleMsisdn, sampleVatNumber } from '../../src/records/sample/sampleIdentifiers';
import { isPasswordOf, recordAdministrator, signIn, takeNewPassword } from './support/accounts';
import { CodeFlow, codeIn, proxiedEnv, wrongCodeFor } from './support/codeFlow';
import { newMailbox, register, registered, registeredDataOnly } from './support/employees';
import { recordLine } from './support/lines';
import { WholeService } from './support/wholeService';

const password = 'una frase che nessuno indovina';
const newPassword = 'tutta un altra frase lunga';

let service: WholeService;
beforeAll(async () => {
  service = await WholeService.start(proxiedEnv);
});
afterAll(() => service.stop());

const accountOf = (username: string) => service.database.accounts.findOne({ username }).lean();

describe('an employee registers a line', () => {
  test('by the code that the phone shows: the account exists, then gets its password, and line and mailbox are told', async () => {
    const line = await recordLine(service, 1);
    const email = newMailbox();
    const flow = await register(service, line, email);
    expect(flow.started).toMatchObject({ status: 202, body: { status: 'AWAITING_CODE', attemptsLeft: 5 } });
    const [text] = await service.textsTo(line, 1);
    const code = codeIn(text);
    expect(text).toContain(`#${code}`);
    const wrong = await flow.step('code', { code: wrongCodeFor(code) });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'CODE_WRONG', attemptsLeft: 4 } });
    expect(await flow.step('code', { code })).toMatchObject({ body: { status: 'AWAITING_PASSWORD' } });
    expect(await accountOf(line)).toMatchObject({ kind: 'employee', status: 'active', emailVerified: false });
    expect(await flow.step('password', { password })).toMatchObject({ body: { status: 'COMPLETED' } });
    expect(await signIn(service, line, password)).toMatchObject({
      status: 201,
      body: { assurance: 'password' },
    });
    const [mail] = await service.mailsTo(email, 1);
    expect(mail?.text).toContain(line.slice(-4));
    expect(await service.textsTo(line, 2)).toEqual([text, expect.stringContaining('Ti diamo il benvenuto')]);
  });

  test('within 36 events of history where nothing goes wrong', async () => {
    const line = await recordLine(service, 4);
    const { workflowId } = await registered(service, line, newMailbox(), password);
    const handle = service.workflowClient().getHandle(workflowId);
    await handle.result();
    expect((await handle.fetchHistory()).events?.length).toBeLessThanOrEqual(36);
  });

  test('with a data-only SIM by PUK and mail; the password that is made up is told once and sent to nobody', async () => {
    const line = await recordLine(service, 2, { simKind: 'data-only', puk: '24681357' });
    const email = newMailbox();
    const flow = await register(service, line, email, 'data-only');
    expect(flow.started.body).toMatchObject({ status: 'AWAITING_PUK', nextSteps: ['submitPuk'] });
    const wrong = await flow.step('puk', { puk: '24681358' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'PUK_WRONG', attemptsLeft: 1 } });
    await flow.step('puk', { puk: '24681357' });
    const [codeMail] = await service.mailsTo(email, 1);
    expect(await service.textsTo(line, 0)).toEqual([]);
    await flow.step('code', { code: codeIn(codeMail?.text) });
    const { body } = await flow.step('password', { generate: true }, randomUUID());
    const generated = String(body['generatedPassword']);
    expect(await isPasswordOf(service, line, generated)).toBe(true);
    expect((await flow.view())['generatedPassword']).toBeUndefined();
    const again = await flow.step('password', { generate: true });
    expect(again).toMatchObject({ status: 409, body: { code: 'STEP_OUT_OF_ORDER' } });
    await Promise.all([service.mailsTo(email, 2), service.textsTo(line, 1)]);
    const messages = JSON.stringify([service.phone.messages, await service.mailbox.mails()]);
    expect(messages).toContain(line.slice(-4));
    expect(messages).not.toContain(generated);
    expect(await accountOf(line)).toMatchObject({ emailVerified: true, channel: 'mail' });
  });

  test('that has an account: the text says what the code does, the former account is closed and its mailbox told', async () => {
    const line = await recordLine(service, 3);
    const [former, latter] = [newMailbox(), newMailbox()];
    await registered(service, line, former, password);
    const closed = await accountOf(line);
    const flow = await register(service, line, latter);
    const text = (await service.textsTo(line, 3))[2];
    expect(text).toContain('chiude il vecchio');
    await flow.step('code', { code: codeIn(text) });
    const told = (await service.mailsTo(former, 2))[1];
    expect(told?.subject).toBe('Il tuo account Selfcare è stato chiuso');
    await flow.step('password', { password: newPassword });
    const opened = await service.database.accounts.find({ username: line }).lean();
    expect(opened).toMatchObject([{ _id: flow.workflowId, email: latter }]);
    expect(await service.database.accounts.exists({ _id: String(closed?._id) })).toBeNull();
    expect(await isPasswordOf(service, line, password)).toBe(false);
    expect(await isPasswordOf(service, line, newPassword)).toBe(true);
    expect(await service.database.lineAssociations.find({ _id: line }).lean()).toHaveLength(1);
  });
});

describe('a line that cannot be registered', () => {
  const shape = ({ body }: CodeFlow['started']) => ({
    ...body,
    ...{ flowId: '', flowToken: '', supportReference: '', expiresAt: '' },
    ...(body['resendAvailableAt'] !== undefined && { resendAvailableAt: '' }),
  });

  test.each([
    [
      'of a company of another portal',
      12,
      { offerCode: 'ECARE', vatNumber: sampleVatNumber(12) },
      'Wind eCare',
    ],
    ['that ceased', 13, { status: 'ceased' }, undefined],
    ['that is data-only', 14, { simKind: 'data-only' }, 'scegli "SIM solo dati"'],
    ['that is unknown', 15, undefined, undefined],
  ] as const)(
    '%s looks like any other, and its own phone alone tells',
    async (_which, number, options, words) => {
      const like = await register(service, await recordLine(service, number + 100), newMailbox());
      const line = options ? await recordLine(service, number, options) : sampleMsisdn(number);
      const email = newMailbox();
      const flow = await register(service, line, email);
      expect(flow.started.status).toBe(202);
      expect(shape(flow.started)).toEqual(shape(like.started));
      await service.untilDone(flow.workflowId, 'sendCode');
      const expected = words === undefined ? [] : [expect.stringContaining(words)];
      expect(await service.textsTo(line, expected.length)).toEqual(expected);
      const tried = await flow.step('code', { code: await flow.firstCode() });
      expect(tried).toMatchObject({ status: 422, body: { code: 'CODE_WRONG', attemptsLeft: 4 } });
      expect(await service.mailsTo(email, 0)).toEqual([]);
    },
  );

  test('since it is a voice line: its PUK is as wrong as that of no line, and its phone tells', async () => {
    const line = await recordLine(service, 16, { puk: '13572468' });
    const flows = [await register(service, line, newMailbox(), 'data-only')];
    flows.push(await register(service, sampleMsisdn(17), newMailbox(), 'data-only'));
    for (const flow of flows) {
      expect(flow.started.body).toMatchObject({ status: 'AWAITING_PUK' });
      const tried = await flow.step('puk', { puk: '13572468' });
      expect(tried).toMatchObject({ status: 422, body: { code: 'PUK_WRONG', attemptsLeft: 1 } });
    }
    expect(shape(flows[0]!.started)).toEqual(shape(flows[1]!.started));
    expect(await service.textsTo(line, 1)).toEqual([expect.stringContaining('scegli "SIM voce"')]);
    expect(await service.textsTo(sampleMsisdn(17), 0)).toEqual([]);
  });
});

describe('a password is recovered', () => {
  const recover = (username: string, channel?: 'sms' | 'email') =>
    CodeFlow.start(service, 'passwordRecovery', { username, ...(channel && { channel }) });
  const latestText = async (number: string, count: number) => (await service.textsTo(number, count)).at(-1);
  const latestMail = async (email: string, count: number) =>
    (await service.mailsTo(email, count)).at(-1)?.text;

  const finish = (flow: CodeFlow, code: string, username: string) =>
    takeNewPassword(service, flow, { code, username, password: newPassword });

  test.each([
    ['by an employee, with a code by SMS, in place of the former one', 21, password],
    ['by an employee who never set one', 22, undefined],
  ])('%s', async (_who, number, former) => {
    const line = await recordLine(service, number);
    const email = newMailbox();
    await registered(service, line, email, former);
    const before = await accountOf(line);
    const texts = former === undefined ? 1 : 2;
    await finish(await recover(line), codeIn(await latestText(line, texts + 1)), line);
    expect(await latestText(line, texts + 2)).toContain('La password del tuo account');
    expect(await latestMail(email, texts)).toContain('è stata cambiata');
    expect((await accountOf(line))?.sessionEpoch).toBe((before?.sessionEpoch ?? 0) + 1);
  });

  test('so that the former one opens nothing any more, nor any session that it opened', async () => {
    const line = await recordLine(service, 24);
    await registered(service, line, newMailbox(), password);
    const session = String((await signIn(service, line, password)).body['token']);
    expect(await service.get('/v1/account', session)).toMatchObject({ status: 200 });
    await finish(await recover(line), codeIn(await latestText(line, 3)), line);
    expect(await signIn(service, line, password)).toMatchObject({
      status: 401,
      body: { code: 'CREDENTIALS_WRONG' },
    });
    expect(await service.get('/v1/account', session)).toMatchObject({ status: 401 });
  });

  test('by an employee with a data-only SIM, with a code by mail behind what looks like SMS', async () => {
    const line = await recordLine(service, 23, { simKind: 'data-only', puk: '24681357' });
    const email = newMailbox();
    await registeredDataOnly(service, line, email, { puk: '24681357', password });
    await finish(await recover(line), codeIn(await latestMail(email, 3)), line);
    expect(await latestText(line, 2)).toContain('La password del tuo account');
    expect(await isPasswordOf(service, line, password)).toBe(false);
  });

  test('by a User Admin, by mail unless SMS is chosen', async () => {
    const { username, email, mobile } = await recordAdministrator(service, 'userAdmin', 31);
    await finish(await recover(username), codeIn(await latestMail(email, 1)), username);
    expect(await latestText(mobile, 1)).not.toMatch(/\d{6}/);
    await finish(await recover(username, 'sms'), codeIn(await latestText(mobile, 2)), username);
    expect((await accountOf(username))?.sessionEpoch).toBe(6);
  });

  test('never by a Telco Manager: a mail says to ask the User Admin, and no code opens anything', async () => {
    const { username, email, mobile } = await recordAdministrator(service, 'telcoManager', 32);
    const flow = await recover(username);
    expect(flow.started).toMatchObject({ status: 202, body: { status: 'AWAITING_CODE', attemptsLeft: 5 } });
    expect(await latestMail(email, 1)).toContain('Chiedi allo User Admin');
    expect(await flow.step('code', { code: await flow.firstCode() })).toMatchObject({ status: 422 });
    expect(await flow.step('password', { password })).toMatchObject({ status: 409 });
    expect(await service.textsTo(mobile, 0)).toEqual([]);
    expect(await accountOf(username)).toMatchObject({ passwordHash: 'service$formerly', sessionEpoch: 4 });
  });

  test('never for an unknown user', async () => {
    const flow = await recover('NessunoMaiVisto');
    await service.untilDone(flow.workflowId, 'sendCode');
    expect(await flow.step('code', { code: await flow.firstCode() })).toMatchObject({ status: 422 });
    expect(await service.database.accounts.exists({ passwordOpenTo: flow.workflowId })).toBeNull();
  });
});
