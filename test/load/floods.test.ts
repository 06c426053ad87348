import { sampleMsisdn, sampleVatNumber } from '../../src/records/sample/sampleIdentifiers';
import { jsonOf, type RawAnswer } from '../api/support/rawHttp';
import { post } from '../api/support/requests';
import { accountOf } from '../support/accounts';
import { CamaraService } from '../e2e/support/camaraService';
import { codeIn, proxiedEnv } from '../e2e/support/codeFlow';
import { eventually } from '../support/eventually';
import { newMailbox, registered } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import type { WholeService } from '../e2e/support/wholeService';

const networks = Array.from({ length: 40 }, (_, network) => `198.51.100.${network + 1}`);
const home = '203.0.113.7';
const password = 'quattro mucche viola volano';
const quarterOfAnHourSeconds = 900;

/** The real service behind a proxy, with every figure as it is delivered. */
describe('strangers who send what they may, by the network', () => {
  let camara: CamaraService;
  let service: WholeService;
  beforeAll(async () => {
    camara = await CamaraService.start({ ...proxiedEnv, STARTS_PER_ORIGIN: '30' });
    service = camara.service;
  });
  afterAll(() => camara.stop());

  function ask(
    path: string,
    body: object,
    address: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawAnswer> {
    return service.api.send(post(path, body, { 'X-Forwarded-For': address, ...headers }));
  }

  const recover = (body: object, address: string, device?: string) =>
    ask('/v1/password-recoveries', body, address, device === undefined ? {} : { 'Device-Token': device });

  /** As many go out as a number or mailbox takes of all networks together. */
  async function flood(body: object, sent: number): Promise<void> {
    const taken: boolean[] = [];
    for (const network of networks) taken.push(await isTaken(await recover(body, network)));
    expect(taken.filter(Boolean)).toHaveLength(sent);
  }

  /** A start that takes longer than its answer is told by the flow. */
  async function isTaken(answer: RawAnswer): Promise<boolean> {
    if (answer.status === 429) return false;
    expect(answer.status).toBe(202);
    const { flowId, flowToken } = jsonOf(answer);
    const status = await eventually(async () => {
      const read = await service.get(`/v1/flows/${String(flowId)}`, String(flowToken));
      return read.status !== 200 || read.body['status'] === 'VALIDATING' ? undefined : read.body['status'];
    }, 'The flow does not say where it stands.');
    return status !== 'REJECTED';
  }

  async function signedInDevice(username: string): Promise<string> {
    const answer = await ask('/v1/sessions', { username, password }, '203.0.113.99');
    expect(answer.status).toBe(201);
    return String(jsonOf(answer)['deviceToken']);
  }

  async function expectQuarter(body: object): Promise<void> {
    const refused = await recover(body, home);
    expect([refused.status, jsonOf(refused)['code']]).toEqual([429, 'MESSAGE_BUDGET_SPENT']);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(quarterOfAnHourSeconds);
  }

  /** With the code, to the new password. */
  async function finish(answer: RawAnswer, code: string): Promise<void> {
    const { flowId, flowToken } = jsonOf(answer);
    const path = `/v1/flows/${String(flowId)}`;
    const token = String(flowToken);
    expect((await service.post(`${path}/code`, { code }, { token, address: home })).status).toBe(200);
    const set = await service.post(`${path}/password`, { password }, { token, address: home });
    expect(set.status).toBe(200);
  }

  test('recoveries of a line: its owner waits a quarter of an hour, and not at all at a known device', async () => {
    const line = await recordLine(service, 1);
    await registered(service, line, newMailbox(), password);
    const device = await signedInDevice(line);
    await flood({ username: line }, 5);
    await expectQuarter({ username: line });
    const before = (await service.textsTo(line, 7)).length;
    const recovery = await recover({ username: line }, home, device);
    expect(recovery.status).toBe(202);
    await finish(recovery, codeIn((await service.textsTo(line, before + 1)).at(-1)));
  });

  test('recoveries of a User Admin by both channels: the same by each', async () => {
    const [username, mobile, email] = ['ChiaraEsempio', sampleMsisdn(90_001), newMailbox()];
    const passwordHash = await service.api.context.passwordHashing.hash(password);
    const own = { vatNumber: sampleVatNumber(9), mobile, email, passwordHash, activatedAt: new Date() };
    const account = accountOf('userAdmin', { _id: 'admin', username, ...own });
    await service.database.accounts.create(account);
    const device = await signedInDevice(username);
    await flood({ username, channel: 'sms' }, 5);
    await flood({ username, channel: 'email' }, 10);
    for (const channel of ['sms', 'email']) await expectQuarter({ username, channel });
    const texts = (await service.textsTo(mobile, 5)).length;
    await service.mailsTo(email, 10);
    const byMail = await recover({ username, channel: 'email' }, home, device);
    expect(byMail.status).toBe(202);
    await service.mailsTo(email, 11);
    const bySms = await recover({ username, channel: 'sms' }, home, device);
    await finish(bySms, codeIn((await service.textsTo(mobile, texts + 1)).at(-1)));
  });

  test('messages to one prefix, by a client of CAMARA and by one address: the people there get their codes', async () => {
    const message = '{{code}} is your code for the shop';
    const [ofClient, ofAddress, own] = [1_000, 1_200, 1_300];
    const answers: number[] = [];
    for (let each = 0; each < 105; each += 1) {
      const phoneNumber = await recordLine(service, ofClient + each);
      answers.push((await camara.call('send-code', { phoneNumber, message })).status);
    }
    expect(answers).toEqual([...Array<number>(100).fill(200), ...Array<number>(5).fill(429)]);
    const stranger = '198.51.100.200';
    const starts: number[] = [];
    for (let each = 0; each < 35; each += 1) {
      const body = { line: await recordLine(service, ofAddress + each), email: newMailbox() };
      starts.push((await ask('/v1/employee-registrations', body, stranger)).status);
    }
    expect(starts).toEqual([...Array<number>(30).fill(202), ...Array<number>(5).fill(429)]);
    await registered(service, await recordLine(service, own), newMailbox());
    const got = (number: number) =>
      service.phone.messages.filter(({ to }) => to === sampleMsisdn(number)).length;
    const ofStranger = Array.from({ length: 30 }, (_, each) => got(ofAddress + each));
    expect(ofStranger.filter((count) => count > 0)).toHaveLength(20);
  });
});
