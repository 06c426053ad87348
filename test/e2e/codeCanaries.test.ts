import { temporal } from '@temporalio/proto';
import { EncryptingPayloadCodec } from '../../src/security/sealing';
import { workflowIdOf } from '../../workflows/contracts/flow';
import { portOf } from '../api/support/testApi';
import { eventually } from '../support/eventually';
import { recordAdministrator } from './support/accounts';
import { AccountStory } from './support/accountStory';
import { canariesIn, payloadsIn, plainDigestsOf } from './support/canaries';
import { recordCompany } from './support/company';
import { CodeFlow, codeIn, proxiedEnv, wrongCodeFor } from './support/codeFlow';
import { newMailbox, register } from './support/employees';
import { recordLine } from './support/lines';
import { WholeService } from './support/wholeService';

const { History } = temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse } = temporal.api.workflowservice.v1;

const namespace = 'default';
const passwords = { password: 'canarino nella voliera grande', refusedPassword: 'canarino' };
const message = '{{code}} canta il canarino del cliente';
const puks = { puk: '80706050', wrongPuk: '80706051' };

describe('secrets and personal data of accounts and of flows with a code', () => {
  let service: WholeService;
  /** Codes and PUKs: so few digits that a digest of them is as good as they are. */
  let digits: Record<string, string>;
  let secrets: Record<string, string>;
  let personal: Record<string, string>;
  let workflowIds: string[];
  let erased: Record<string, string>;

  beforeAll(async () => {
    service = await WholeService.start(proxiedEnv);
    const [line, dataLine] = [
      await recordLine(service, 4_711),
      await recordLine(service, 4_712, { simKind: 'data-only', puk: puks.puk }),
    ];
    const [email, dataEmail] = [newMailbox(), newMailbox()];
    const code = await registerBySms(line, email);
    const { dataCode, generatedPassword } = await registerByPuk(dataLine, dataEmail);
    await recordCompany(service.database, 4_713);
    const { username } = await recordAdministrator(service, 'userAdmin', 4_713);
    const recovery = await CodeFlow.start(service, 'passwordRecovery', { username, channel: 'sms' });
    const recoveryCode = await recovery.firstCode();
    await recovery.step('code', { code: recoveryCode });
    await recovery.step('password', { password: passwords.password });
    const confirming = { username, password: passwords.password };
    const confirmation = await CodeFlow.start(service, 'newDeviceConfirmation', confirming);
    const signInCode = await confirmation.firstCode();
    expect(await confirmation.submit(signInCode)).toMatchObject({ status: 201 });
    const verificationCode = await verifyNumber(line);
    digits = { ...puks, code, wrongCode: wrongCodeFor(code), dataCode, verificationCode };
    secrets = { ...digits, ...passwords, generatedPassword, recoveryCode, signInCode };
    personal = {
      line,
      dataLine,
      national: line.slice(3),
      email,
      dataEmail,
      username,
      words: message.slice(9),
    };
    const userAdmin = { username, password: passwords.password };
    const registered = { line, password: passwords.password, userAdmin };
    const story = await AccountStory.livedThrough(service, registered, 4_714);
    secrets = { ...secrets, ...story.secrets };
    personal = { ...personal, ...story.personal };
    erased = { line, email, ...story.erased };
    workflowIds = await allWorkflowIds(10);
  });
  afterAll(() => service.stop());

  async function registerBySms(line: string, email: string): Promise<string> {
    const flow = await register(service, line, email);
    const code = codeIn((await service.textsTo(line, 1))[0]);
    await flow.step('code', { code: wrongCodeFor(code) });
    await flow.step('code', { code });
    await flow.step('password', { password: passwords.refusedPassword });
    await flow.step('password', { password: passwords.password });
    await service.textsTo(line, 2);
    return code;
  }

  async function registerByPuk(line: string, email: string) {
    const flow = await register(service, line, email, 'data-only');
    await flow.step('puk', { puk: puks.wrongPuk });
    await flow.step('puk', { puk: puks.puk });
    const dataCode = codeIn((await service.mailsTo(email, 1))[0]?.text);
    await flow.step('code', { code: dataCode });
    const { body } = await flow.step('password', { generate: true });
    await service.mailsTo(email, 2);
    return { dataCode, generatedPassword: String(body['generatedPassword']) };
  }

  async function verifyNumber(phoneNumber: string): Promise<string> {
    const { oneTimePasswords } = service.api.context;
    const client = { clientId: 'bottega', addressKey: 'address' };
    const { authenticationId } = await oneTimePasswords.send({ ...client, phoneNumber, message });
    const code = codeIn((await service.textsTo(phoneNumber, 3))[2]);
    // A right code that meets the end of its own sending at the flow is answered 503, and nobody asks again here.
    const [flowId = ''] = authenticationId.split('.');
    await service.untilDone(workflowIdOf('oneTimePassword', flowId), 'sendCode');
    await oneTimePasswords.validate({ ...client, authenticationId, code });
    return code;
  }

  /** Flows are listed a moment after they began. */
  async function allWorkflowIds(count: number): Promise<string[]> {
    const query = `TaskQueue = "${service.api.context.settings.config.temporal.taskQueue}"`;
    return eventually(async () => {
      const ids: string[] = [];
      for await (const { workflowId } of service.workflowClient().list({ query })) ids.push(workflowId);
      return ids.length >= count ? ids : undefined;
    }, `No ${count} flows are listed.`);
  }

  test('stand in no history, raw or decoded, no description, search attribute or workflow id', async () => {
    const { workflowService } = service.workflowClient();
    const codec = new EncryptingPayloadCodec(service.api.context.settings.secrets.serviceKeys);
    for (const workflowId of workflowIds) {
      const execution = { workflowId };
      const { history } = await workflowService.getWorkflowExecutionHistory({ namespace, execution });
      const description = await workflowService.describeWorkflowExecution({ namespace, execution });
      const decoded = await codec.decode(payloadsIn([history, description]));
      const texts = decoded.map(({ data }) => Buffer.from(data ?? []).toString());
      expect(texts.join('')).toContain('supportReference');
      const bytes = Buffer.concat([
        History.encode(history ?? {}).finish(),
        DescribeWorkflowExecutionResponse.encode(description).finish(),
        Buffer.from([workflowId, ...texts].join('\n')),
      ]);
      expect(canariesIn(bytes, { ...secrets, ...personal })).toEqual([]);
    }
  });

  test('stand in no log line of the API or the worker, and in no metric', async () => {
    const lines = [...service.api.logLines, ...service.workerLines].join('\n');
    for (const event of ['sendCode', 'verifyPuk', 'request refused', 'receipt noted'])
      expect(lines).toContain(event);
    const answer = await fetch(`http://127.0.0.1:${portOf(service.api.operatorServer)}/metrics`);
    const metrics = await answer.text();
    expect(metrics).toContain('http_request_duration_seconds');
    expect(canariesIn(`${lines}\n${metrics}`, { ...secrets, ...personal })).toEqual([]);
  });

  test('in the database: no secret anywhere, no digest of a code or PUK, lines and mailboxes where they belong', async () => {
    const { db } = service.database.connection;
    const digests = Object.fromEntries(
      Object.entries(digits).flatMap(([name, secret]) =>
        plainDigestsOf(secret).map((digest, form) => [`digest ${form} of ${name}`, digest]),
      ),
    );
    const collections = (await db?.listCollections().toArray()) ?? [];
    expect(collections.map(({ name }) => name)).toContain('sendRecords');
    for (const { name } of collections) {
      const documents = JSON.stringify(await db?.collection(name).find().toArray());
      const isHome = ['lines', 'accounts', 'lineAssociations'].includes(name);
      const found = canariesIn(documents, { ...secrets, ...digests, ...(!isHome && personal) });
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });

  test('of an account that was deleted nothing is left of the person but what the records and the trail have', async () => {
    const { accounts, lineAssociations, sessions, passwordClaims, auditEvents } = service.database;
    const kept = await Promise.all([
      accounts.find().lean(),
      lineAssociations.find().lean(),
      sessions.find().lean(),
      passwordClaims.find().lean(),
    ]);
    expect(canariesIn(JSON.stringify(kept), erased)).toEqual([]);
    const told = await auditEvents
      .find({ event: { $in: ['accountClosed', 'contactChanged', 'lineAssociated'] } })
      .lean();
    expect(told.map(({ event }) => event).sort()).toEqual([
      'accountClosed',
      'contactChanged',
      'lineAssociated',
    ]);
  });

  test('the search itself finds digits that stand by themselves, and a digest of them', () => {
    expect(canariesIn('{"code":"123456"}', { code: '123456' })).toEqual(['code']);
    expect(canariesIn('{"at":91234567}', { code: '123456' })).toEqual([]);
    const [digest = ''] = plainDigestsOf('123456');
    expect(canariesIn(`x${digest}`, { digest })).toEqual(['digest']);
  });
});
