import { lineKeyOf } from '../../src/security/subjectKeys';
import { CodeFlow, codeIn, proxiedEnv, wrongCodeFor } from './support/codeFlow';
import { recordLine } from './support/lines';
import { WholeService, type Answered } from './support/wholeService';

const [lines, flowsOfLine, tries, inFlight] = [2, 5, 240, 50];

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
    const use = await service.database.budgetUses
      .findById(`wrong code:${lineKeyOf(serviceKeys, line)}`)
      .lean();
    return use?.entries.length ?? 0;
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
});
