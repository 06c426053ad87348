import { lineKeyOf } from '../../src/security/digests';
import { signIn } from './support/accounts';
import { CodeFlow, codeIn, proxiedEnv, wrongCodeFor } from './support/codeFlow';
import { newMailbox, registered } from './support/employees';
import { recordLine } from './support/lines';
import { WholeService, type Answered } from './support/wholeService';

const [lines, flowsOfLine, tries, inFlight] = [2, 5, 240, 50];
const password = 'una frase che nessuno indovina';

describe('codes in a race, over HTTP, on real servers', () => {
  let service: WholeService;
  beforeAll(async () => {
    service = await WholeService.start({ ...proxiedEnv, SMS_PER_NUMBER_A_DAY: '100' });
  });
  afterAll(() => service.stop());

  /** Runs `work` for each item, so many at once. */
  async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) {
    const results: Result[] = [];
    for (let start = 0; start < items.length; start += inFlight)
      results.push(...(await Promise.all(items.slice(start, start + inFlight).map(work))));
    return results;
  }

  async function startFlows(line: string, count: number): Promise<CodeFlow[]> {
    return Promise.all(
      Array.from({ length: count }, (_, index) =>
        CodeFlow.start(service, 'employeeRegistration', { line, email: `gara.${index}@azienda.example` }),
      ),
    );
  }

  const submit = ({ path, token }: CodeFlow, code: string) =>
    service.post(`${path}/code`, { code }, { token });

  /** How many wrong codes were compared for a line, over all flows. */
  async function comparedOn(line: string): Promise<number> {
    const { serviceKeys } = service.api.context.settings.secrets;
    const kept = await service.database.limits.findById(`code:${lineKeyOf(serviceKeys, line)}`).lean();
    return kept?.uses?.length ?? 0;
  }

  const count = (answers: readonly Answered[], code: string) =>
    answers.filter(({ body }) => body['code'] === code).length;

  test('240 wrong ones over several flows and lines, with resends and right ones among them, never pass a budget', async () => {
    const races = await Promise.all(
      Array.from({ length: lines }, async (_, index) => {
        const line = await recordLine(service, index);
        return { line, flows: await startFlows(line, flowsOfLine) };
      }),
    );
    const flows = races.flatMap((race) => race.flows);
    const codes = new Map(
      await Promise.all(flows.map(async (flow) => [flow, await flow.firstCode()] as const)),
    );
    const attempts = Array.from({ length: tries }, (_, index) => ({
      flow: flows[index % flows.length]!,
      offset: index % 97 === 13 ? 0 : 1 + index,
      resends: index % 50 === 7,
    }));
    const answers = await inBatches(attempts, async ({ flow, offset, resends }) => {
      const resend = resends && (await service.post(`${flow.path}/code/resend`, {}, { token: flow.token }));
      const resent = resend && resend.status === 200 ? 1 : 0;
      return { flow, resent, answer: await submit(flow, wrongCodeFor(codes.get(flow) ?? '', offset)) };
    });
    const answersOf = (asked: readonly CodeFlow[]) =>
      answers.filter(({ flow }) => asked.includes(flow)).map(({ answer }) => answer);
    expect(count(answersOf(flows), 'CODE_WRONG')).toBeGreaterThan(lines * 5);
    for (const flow of flows) {
      expect(count(answersOf([flow]), 'CODE_WRONG')).toBeLessThanOrEqual(5);
      expect(answersOf([flow]).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    }
    for (const race of races) {
      expect(count(answersOf(race.flows), 'CODE_WRONG')).toBeLessThanOrEqual(10);
      expect(await comparedOn(race.line)).toBeLessThanOrEqual(10);
      const resent = answers.filter(({ flow }) => race.flows.includes(flow)).map((answer) => answer.resent);
      const texts = await service.textsTo(race.line, flowsOfLine);
      expect(texts.length - resent.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(flowsOfLine);
    }
    for (const { answer } of answers) expect([200, 409, 422, 429]).toContain(answer.status);
  });

  test('the same right code twenty times at once has one success, and makes one account', async () => {
    const line = await recordLine(service, 50);
    const [flow] = await startFlows(line, 1);
    const code = codeIn((await service.textsTo(line, 1))[0]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(flow!, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200).map(({ body }) => body['code']);
    const refusals = ['STEP_OUT_OF_ORDER', 'ATTEMPTS_SPENT', 'TOO_MANY_WRONG_CODES'];
    for (const code of others) expect(refusals).toContain(code);
    expect(await service.database.accounts.countDocuments({ username: line })).toBe(1);
  });

  test('two SIMs that a signed-in employee proves at once: one is the second, and every channel is told', async () => {
    const [line, voice] = [await recordLine(service, 60), await recordLine(service, 61)];
    const dataOnly = await recordLine(service, 62, { simKind: 'data-only', puk: '24681357' });
    const email = newMailbox();
    await registered(service, line, email, password);
    const session = String((await signIn(service, line, password)).body['token']);
    const byText = await CodeFlow.start(service, 'simAssociation', { line: voice }, session);
    const byMail = await CodeFlow.start(
      service,
      'simAssociation',
      { line: dataOnly, simKind: 'data-only' },
      session,
    );
    const proven = await byMail.step('puk', { puk: '24681357' });
    expect(proven).toMatchObject({ status: 200, body: { status: 'AWAITING_CODE' } });
    const mailed = codeIn((await service.mailsTo(email, 2))[1]?.text);
    const texted = codeIn((await service.textsTo(voice, 1))[0]);
    const answers = await Promise.all([
      byText.step('code', { code: texted }),
      byMail.step('code', { code: mailed }),
    ]);
    expect(answers.map(({ body }) => body['code'] ?? body['status']).sort()).toEqual([
      'COMPLETED',
      'TWO_LINES_ALREADY',
    ]);
    const [winner, added] = answers[0].status === 200 ? [byText, voice] : [byMail, dataOnly];
    const { body } = await service.get('/v1/account', session);
    expect(body['lines']).toMatchObject([{ line }, { line: added }]);
    expect((await service.textsTo(line, 3))[2]).toContain('Una linea è stata associata');
    expect((await service.mailsTo(email, 3))[2]?.text).toContain(added.slice(-4));
    const handle = service.workflowClient().getHandle(winner.workflowId);
    await handle.result();
    expect((await handle.fetchHistory()).events?.length).toBeLessThanOrEqual(40);
    const third = await CodeFlow.start(service, 'simAssociation', { line: voice }, session);
    expect(third.started.status).toBe(409);
  });

  test('a mailbox that a signed-in employee changes: a code to the new one, a notice to the old one and to the line', async () => {
    const line = await recordLine(service, 63);
    const [former, latter] = [newMailbox(), newMailbox()];
    await registered(service, line, former, password);
    const session = String((await signIn(service, line, password)).body['token']);
    const flow = await CodeFlow.start(service, 'contactChange', { email: latter, password }, session);
    const code = codeIn((await service.mailsTo(latter, 1))[0]?.text);
    expect(await flow.step('code', { code })).toMatchObject({ body: { status: 'COMPLETED' } });
    const { body } = await service.get('/v1/account', session);
    expect(body).toMatchObject({ email: latter, emailVerified: true });
    expect((await service.mailsTo(former, 2))[1]?.subject).toBe(
      'I contatti del tuo account Selfcare sono cambiati',
    );
    expect((await service.textsTo(line, 3))[2]).toContain('Un contatto del tuo account');
    const handle = service.workflowClient().getHandle(flow.workflowId);
    await handle.result();
    expect((await handle.fetchHistory()).events?.length).toBeLessThanOrEqual(36);
  });
});
