import { sampleMsisdn, sampleVatNumber } from '../../src/records/sample/sampleIdentifiers';
import { eventually } from '../support/eventually';
import { recordAdministrator, signIn } from './support/accounts';
import { CodeFlow, proxiedEnv } from './support/codeFlow';
import { newMailbox, registered } from './support/employees';
import { recordLine } from './support/lines';
import { WholeService, type Answered } from './support/wholeService';

const password = 'una frase che nessuno indovina';

describe('known and unknown look the same by what is answered', () => {
  let service: WholeService;
  beforeAll(async () => {
    /** Two flows about one name are typed into to their ends. */
    service = await WholeService.start({ ...proxiedEnv, WRONG_CODES_PER_LINE_AN_HOUR: '20' });
  });
  afterAll(() => service.stop());

  const idsAndTimes = ['flowId', 'flowToken', 'supportReference', 'expiresAt', 'resendAvailableAt'];

  /** A view without its ids; its times as distances in seconds. */
  function telling({ status, headers, body }: Answered) {
    const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'x-correlator');
    const [end, resend] = [body['expiresAt'], body['resendAvailableAt']].map((at) => Date.parse(String(at)));
    const apart = Math.round(((end ?? NaN) - (resend ?? NaN)) / 1_000);
    const values = Object.entries(body).map(([name, value]) => [
      name,
      idsAndTimes.includes(name) ? '' : value,
    ]);
    return { status, headers: names.map((name) => [name, headers.get(name)]), values, apart };
  }

  /**
   * All that a client sees of a flow, from its start over its delivery to its last wrong code. What it sees between start and
   * delivery depends on when it looks: it may differ from the start by the delay and the times, and by nothing else.
   */
  async function seen(flow: CodeFlow): Promise<object[]> {
    const views = [telling(flow.started)];
    await eventually(async () => {
      views.push(telling(await flow.read()));
      return isSent(views.at(-1)) || undefined;
    }, 'No code was sent.');
    const begun = views.filter((view) => !JSON.stringify(view).includes('VALIDATING'));
    for (const between of begun.slice(1, -1)) expect(shapeOf(between)).toEqual(shapeOf(begun[1]));
    const typed = async (digit: string) => telling(await flow.submit(digit.repeat(6)));
    const answers: object[] = [];
    for (const digit of '01234') answers.push(await typed(digit));
    const last = telling(await flow.read());
    await service.workflowClient().getHandle(flow.workflowId).result();
    answers.push(last, await typed('5'));
    return [...[begun[0], begun.at(-1)].map((view) => view ?? {}), ...answers];
  }

  function isSent(view: object | undefined): boolean {
    return JSON.stringify(view).includes('SENT');
  }

  function shapeOf(view: ReturnType<typeof telling> | undefined) {
    return { ...view, apart: 0, values: view?.values.filter(([name]) => name !== 'delivery') };
  }

  test('over every state, try and delivery of registrations and recoveries', async () => {
    const employee = await recordLine(service, 1);
    await registered(service, employee, newMailbox());
    const free = await recordLine(service, 2);
    const ceased = await recordLine(service, 3, { status: 'ceased' });
    const { username } = await recordAdministrator(service, 'userAdmin', 7);
    const { username: manager } = await recordAdministrator(service, 'telcoManager', 8);
    const registration = (line: string) =>
      CodeFlow.start(service, 'employeeRegistration', { line, email: newMailbox() }).then(seen);
    const recovery = (name: string, channel?: string) =>
      CodeFlow.start(service, 'passwordRecovery', { username: name, channel }).then(seen);
    const lines = [sampleMsisdn(9), employee, free, ceased].map((line) => registration(line));
    const recoveries = [
      [sampleMsisdn(9), employee].map((line) => recovery(line)),
      ...['email', 'sms'].map((channel) =>
        ['NessunoMaiVisto', username, manager].map((name) => recovery(name, channel)),
      ),
    ];
    await expectAlike(lines, ...recoveries);
  });

  test('over every state, try and delivery of a second line that somebody signed in asks for', async () => {
    const own = await recordLine(service, 11);
    await registered(service, own, newMailbox(), password);
    const session = String((await signIn(service, own, password)).body['token']);
    const others = await recordLine(service, 12);
    await registered(service, others, newMailbox());
    const lines = [
      sampleMsisdn(19),
      others,
      await recordLine(service, 13),
      await recordLine(service, 14, { status: 'ceased' }),
      await recordLine(service, 15, { vatNumber: sampleVatNumber(2) }),
      await recordLine(service, 16, { simKind: 'data-only' }),
    ];
    const asking = lines.map((line) =>
      CodeFlow.start(service, 'simAssociation', { line }, session).then(seen),
    );
    await expectAlike(asking);
  });

  test('over every state, try and delivery of sign-ins with a code, whether the password is right or not', async () => {
    const lines = [await recordLine(service, 21), await recordLine(service, 22)] as const;
    for (const line of lines) await registered(service, line, newMailbox(), password);
    const admins = [23, 24].map((number) => recordAdministrator(service, 'userAdmin', number));
    const names = (await Promise.all(admins)).map(({ username }) => username);
    const passwordHash = await service.api.context.passwordHashing.hash(password);
    await service.database.accounts.updateMany({ username: { $in: names } }, { $set: { passwordHash } });
    const confirming = (username: string | undefined, typed: string) =>
      CodeFlow.start(service, 'newDeviceConfirmation', { username, password: typed }).then(seen);
    const groups = [
      [sampleMsisdn(29), ...lines],
      ['NessunoAncora', ...names],
    ].map(([unknown, one, other]) => [
      confirming(unknown, password),
      confirming(one, `${password}!`),
      confirming(other, password),
    ]);
    await expectAlike(...groups);
  });

  /** Groups of flows, whose first is about what nobody knows. */
  async function expectAlike(...groups: readonly Promise<object[]>[][]): Promise<void> {
    const looks = await Promise.all(groups.map((group) => Promise.all(group)));
    for (const [unknown, ...known] of looks) {
      expect(unknown?.length).toBeGreaterThan(8);
      for (const each of known) expect(each).toEqual(unknown);
    }
  }
});
