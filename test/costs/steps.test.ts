import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Database } from '../../src/database/database';
import { recordCompany } from '../e2e/support/company';
import { codeIn, proxiedEnv } from '../e2e/support/codeFlow';
import { newMailbox } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { tokenIn, WholeService, type Answered } from '../e2e/support/wholeService';
import type { FlowName } from '../../workflows/contracts/flow';
import { commandWaitsOf } from '../support/commandWaits';
import { projectFolder } from '../docs/papers';
import { ownDatabaseUri } from '../support/testDatabase';

/** Of one step. */
interface StepCost {
  /** What is asked at the same time, in order, up to the answer; what follows the answer may have begun. */
  readonly waits: string[][];
  /** All that the database is asked, what follows the answer too; in alphabetical order. */
  readonly commands: string[];
}

let service: WholeService;
let databases: readonly Database[];
beforeAll(async () => {
  service = await WholeService.start({
    ...proxiedEnv,
    MONGODB_URI: `${ownDatabaseUri()}&monitorCommands=true`,
  });
  service.phone.misbehave({ loseReceipts: true });
  databases = [service.database, service.parts.database];
});
afterAll(() => service.stop());

const password = 'una frase che nessuno indovina';
const puk = '24681357';
const rounds = 4;

/** One flow as one person drives it, from one address. */
class MeasuredFlow {
  readonly costs: Record<string, StepCost> = {};
  private flowId = '';
  private token = '';

  constructor(
    private readonly flow: FlowName,
    private readonly address: string,
  ) {}

  get workflowId(): string {
    return `${this.flow}/${this.flowId}`;
  }

  start(path: string, body: object, sent: string | undefined): Promise<void> {
    return this.measured('start', sent, () => service.post(path, body, { address: this.address }));
  }

  activate(token: string): Promise<void> {
    return this.measured('activation', undefined, () =>
      service.post('/v1/activations', { token }, { address: this.address }),
    );
  }

  step(name: 'puk' | 'code' | 'password', body: object, sent?: string): Promise<void> {
    const { address, token } = this;
    return this.measured(name, sent, () =>
      service.post(`/v1/flows/${this.flowId}/${name}`, body, { address, token }),
    );
  }

  /** @param sent the activity that ends what follows the answer */
  private async measured(
    name: string,
    sent: string | undefined,
    ask: () => Promise<Answered>,
  ): Promise<void> {
    let untilAnswer: string[][] = [];
    const all = await commandWaitsOf(databases, async () => {
      untilAnswer = await commandWaitsOf(databases, async () => {
        const { status, body } = await ask();
        expect(status).toBeLessThan(300);
        const { flowId = this.flowId, flowToken = this.token } = body as {
          flowId?: string;
          flowToken?: string;
        };
        [this.flowId, this.token] = [flowId, flowToken];
      });
      if (sent !== undefined) await service.untilDone(this.workflowId, sent);
    });
    this.costs[name] = { waits: untilAnswer, commands: all.flat().sort() };
  }
}

const stories: Readonly<
  Record<string, (round: number, flow: (name: FlowName) => MeasuredFlow) => Promise<void>>
> = {
  'registration of a voice line': async (round, begin) => {
    const flow = begin('employeeRegistration');
    const [line, email] = [await recordLine(service, 100 + round), newMailbox()];
    await flow.start('/v1/employee-registrations', { line, email, simKind: 'voice' }, 'sendCode');
    const [text] = await service.textsTo(line, 1);
    await flow.step('code', { code: codeIn(text) });
    await flow.step('password', { password }, 'sendNotices');
  },
  'registration of a data-only line': async (round, begin) => {
    const flow = begin('employeeRegistration');
    const line = await recordLine(service, 200 + round, { simKind: 'data-only', puk });
    const email = newMailbox();
    await flow.start('/v1/employee-registrations', { line, email, simKind: 'data-only' }, undefined);
    await flow.step('puk', { puk }, 'sendCode');
    const [mail] = await service.mailsTo(email, 1);
    await flow.step('code', { code: codeIn(mail?.text) });
    await flow.step('password', { password }, 'sendNotices');
  },
  'registration of a User Admin': async (round, begin) => {
    const flow = begin('userAdminRegistration');
    const company = await recordCompany(service.database, 10 + round);
    await flow.start('/v1/user-admin-registrations', company, 'sendActivationMail');
    const [mail] = await service.mailsTo(company.legalRepresentative.email, 1);
    await flow.activate(tokenIn(mail));
    await flow.step('password', { password }, 'sendRegisteredNotice');
  },
  'recovery by SMS': async (round, begin) => {
    const flow = begin('passwordRecovery');
    const line = `+39399000010${round}`;
    await flow.start('/v1/password-recoveries', { username: line }, 'sendCode');
    const texts = await service.textsTo(line, 3);
    await flow.step('code', { code: codeIn(texts.at(-1)) });
    await flow.step('password', { password: `${password} anche qui` }, 'sendNotices');
  },
};

const file = join(projectFolder, 'docs/step-costs.yaml');

/** As the list has them. */
interface ListedCost {
  readonly events: number;
  readonly workflowTasks: number;
  readonly historyBytes: number;
  readonly steps: Readonly<Record<string, { readonly waits: string[][]; readonly afterwards?: string[] }>>;
}

const listed = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, ListedCost>>;

describe('what each step costs, as docs/step-costs.yaml lists it', () => {
  test('is listed for each story', () => {
    expect(Object.keys(listed)).toEqual(Object.keys(stories));
  });

  test.each(Object.entries(stories))('%s', async (name, story) => {
    const flows: MeasuredFlow[] = [];
    for (let round = 0; round < rounds; round += 1)
      await story(round, (flow) => {
        const begun = new MeasuredFlow(flow, `10.9.${Object.keys(stories).indexOf(name)}.${round + 1}`);
        flows.push(begun);
        return begun;
      });
    const { steps, ...history } = listed[name]!;
    const measured = flows.map(({ costs }) => costs);
    expect(Object.keys(measured[0]!)).toEqual(Object.keys(steps));
    for (const [step, { waits, afterwards = [] }] of Object.entries(steps)) {
      const inTurn = waits.flat().sort();
      const commands = [...inTurn, ...afterwards].sort();
      for (const costs of measured) expect(costs[step]!.commands).toEqual(commands);
      // Of two commands that are sent at once the first may be answered before the second is on its way: in one round it is not.
      const inFirstWaits = measured.map((costs) => costs[step]!.waits.slice(0, waits.length).flat().sort());
      expect(inFirstWaits).toContainEqual(inTurn);
    }
    const { historyBytes, ...counted } = await historyOf(flows[0]!);
    expect(counted).toEqual({ events: history.events, workflowTasks: history.workflowTasks });
    expect(historyBytes).toBeLessThanOrEqual(history.historyBytes);
  });
});

async function historyOf({ workflowId }: MeasuredFlow) {
  const handle = service.workflowClient().getHandle(workflowId);
  await handle.result();
  const [{ events }, { raw }] = await Promise.all([handle.fetchHistory(), handle.describe()]);
  return {
    events: events?.length,
    workflowTasks: events?.filter((event) => event.workflowTaskCompletedEventAttributes).length,
    historyBytes: Number(raw.workflowExecutionInfo?.historySizeBytes),
  };
}
