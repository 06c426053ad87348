import type { Database } from '../../src/database/database';
import {
  createActivityParts,
  sealed,
  sealedContacts,
  typed as typedData,
} from '../userAdminRegistration/support/activityParts';
import {
  addLine,
  application,
  codeFlow,
  codeRoute,
  createCodeParts,
  day,
  eligibleVatNumber,
  hour,
  lineKey,
  questionsOf,
  resetRecords,
  start,
  typedPukOf,
  wrongCode,
  type CodeParts,
} from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
});

const events = () => database.auditEvents.find().sort({ at: 1, event: 1 }).lean();
const named = async () => (await events()).map(({ event, detail }) => [event, detail]);
const inTurn = (times: number, work: (index: number) => Promise<unknown>) =>
  Array.from({ length: times }, (_, index) => index).reduce<Promise<unknown>>(
    (before, index) => before.then(() => work(index)),
    Promise.resolve(),
  );

const line = '+393330000001';
const addressKey = 'address-key';
const createAccount = (flowId: string, now = start) =>
  parts.activities.createEmployeeAccount({
    flowId,
    application: application(line, 'voice', `${flowId}@azienda.example`),
    locale: 'it',
    addressKey,
    now,
  });

describe('the trail of accounts', () => {
  test('tells of an account and of the one that it took the line from, once however often it is tried', async () => {
    await createAccount('former');
    await inTurn(3, () => createAccount('later', start + 1));
    expect(await named()).toEqual([
      ['accountActivated', 'employeeRegistration'],
      ['accountActivated', 'employeeRegistration'],
      ['accountClosed', 'lineProvedAnew'],
    ]);
    const [, , closed] = await events();
    expect(closed).toMatchObject({
      actor: { role: 'employee', accountId: 'employeeRegistration/later', name: '•••••••••0001' },
      subject: '•••••••••0001',
      subjectKey: lineKey(line),
      addressKey,
      reference: expect.stringMatching(/^[0-9A-Z]{10}$/) as string,
    });
  });

  test('tells of a password, from where it was typed, though the answer was lost on the way', async () => {
    await createAccount('flow');
    const workflowId = 'employeeRegistration/flow';
    const claim = {
      _id: workflowId,
      claimId: 'claim',
      passwordHash: 'hash',
      expiresAt: new Date(start + hour),
    };
    await database.passwordClaims.create({ ...claim, addressKey: 'typed here' });
    await inTurn(3, () => parts.activities.setFlowPassword({ workflowId, claimId: 'claim', now: start + 1 }));
    const told = (await events()).filter(({ event }) => event === 'passwordSet');
    expect(told).toMatchObject([{ addressKey: 'typed here', detail: 'employeeRegistration' }]);
  });

  test('tells of a User Admin who is activated, and of nobody whose password was lost', async () => {
    const { activities } = createActivityParts(database);
    const contract = {
      ...{ customerCode: 'C1', mailboxKey: 'mailbox', representativeKey: 'key' },
      contacts: sealedContacts(),
    };
    await activities.reserveAccount({
      flowId: 'flow',
      application: sealed(),
      contract,
      locale: 'it',
      now: start,
    });
    const activate = () => activities.activateAccount({ flowId: 'flow', claimId: 'claim', now: start });
    expect(await activate()).toEqual({ outcome: 'claimLost' });
    const _id = 'userAdminRegistration/flow';
    const claim = {
      _id,
      claimId: 'claim',
      passwordHash: 'hash',
      addressKey,
      expiresAt: new Date(start + hour),
    };
    await database.passwordClaims.create(claim);
    await inTurn(2, activate);
    const told = await events();
    expect(told).toMatchObject([
      { event: 'accountActivated', actor: { role: 'userAdmin', name: '•••••••••min' } },
    ]);
    expect(told[0]?.addressKey).toBe(addressKey);
  });
});

describe('the trail of guesses', () => {
  const flow = codeFlow({ subjectKey: lineKey(line), addressKey });
  const verify = (index: number, change: object = {}) =>
    parts.activities.verifyCode({
      flow,
      route: codeRoute(),
      issue: 1,
      typed: wrongCode(flow),
      tryId: String(index),
      isLast: index === 4,
      now: start + index,
      ...change,
    });

  test('tells of a flow whose last code was wrong, once, and of none that was wrong before', async () => {
    await inTurn(5, verify);
    await verify(4);
    expect(await named()).toEqual([['codesSpent', 'ATTEMPTS_SPENT']]);
    expect(await events()).toMatchObject([
      { subjectKey: lineKey(line), addressKey, reference: flow.supportReference, actor: { role: 'nobody' } },
    ]);
  });

  test('tells of a line whose wrong codes are spent once an hour, however many tries follow', async () => {
    await inTurn(30, (index) => verify(index, { isLast: false, flow: { ...flow, flowId: `flow-${index}` } }));
    expect(await named()).toEqual([['codesSpent', 'TOO_MANY_WRONG_CODES']]);
    await inTurn(30, (index) =>
      verify(index, { isLast: false, flow: { ...flow, flowId: `later-${index}` }, now: start + hour + 100 }),
    );
    expect(await named()).toHaveLength(2);
  });

  test('asks the same of a decoy', async () => {
    const real = await questionsOf(database, () => verify(4, { flow: { ...flow, flowId: 'real' } }));
    const decoy = { provable: false, flow: { ...flow, flowId: 'decoy' } };
    expect(await questionsOf(database, () => verify(4, decoy))).toEqual(real);
    expect(real).toContain('auditEvents.insertOne');
  });

  test('tells of PUKs that are spent once a day and line, with the same questions where nobody has the line', async () => {
    const verifyPuk = async (of: string, tryId: string, now = start) =>
      parts.activities.verifyPuk({
        flow: codeFlow({ flowId: tryId, subjectKey: lineKey(of), addressKey }),
        line: application(of).line,
        provable: false,
        typed: await typedPukOf(tryId, '87654321'),
        tryId,
        now,
      });
    const known = await addLine(database, { _id: '+393330000061', simKind: 'data-only' });
    const nobodys = '+393330000069';
    const questions = [];
    for (const subject of [known, nobodys]) {
      await inTurn(2, (index) => verifyPuk(subject, `${subject}-${index}`));
      questions.push(await questionsOf(database, () => verifyPuk(subject, `${subject}-2`)));
      await inTurn(5, (index) => verifyPuk(subject, `${subject}-${index + 3}`));
    }
    expect(questions[1]).toEqual(questions[0]);
    expect(await named()).toEqual([
      ['pukTriesSpent', undefined],
      ['pukTriesSpent', undefined],
    ]);
    const ofCompany = (await events()).filter(({ companyKey }) => companyKey !== undefined);
    expect(ofCompany).toMatchObject([{ subject: '•••••••••0061' }]);
    await inTurn(3, (index) => verifyPuk(known, `next-${index}`, start + day));
    expect(await named()).toHaveLength(3);
  });

  test.each([
    ['without an ICCID', undefined],
    ['beside one', '8939000000000000062'],
  ])(
    'tells once of PUKs %s that are spent by tries at one moment, and tells the last one that none is left',
    async (_name, iccid) => {
      const lines = Array.from({ length: 12 }, (_, index) => `+3933300001${index + 10}`);
      for (const line of lines) {
        const verdicts = await Promise.all(
          ['one', 'two', 'three'].map(async (tryId) =>
            parts.activities.verifyPuk({
              flow: codeFlow({ flowId: tryId, subjectKey: lineKey(line), addressKey }),
              line: application(line).line,
              provable: false,
              typed: await typedPukOf(tryId, '87654321', iccid),
              tryId,
              now: start,
            }),
          ),
        );
        const left = verdicts.map((verdict) =>
          verdict.outcome === 'wrong' ? verdict.attemptsLeft : undefined,
        );
        expect(left.sort()).toEqual(iccid ? [0, 1, 2] : [0, 1, undefined]);
      }
      expect(await named()).toEqual(lines.map(() => ['pukTriesSpent', undefined]));
    },
  );

  test('tells once a window that contract data were guessed at, by VAT number and by address', async () => {
    const { activities } = createActivityParts(database);
    const guess = (index: number, from: string) =>
      activities.matchContractData({
        flowId: `${from}-${index}`,
        application: sealed({ vatNumber: eligibleVatNumber }),
        representative: typedData({ firstName: 'Nicola' }),
        addressKey: from,
        now: start,
      });
    await inTurn(5, (index) => guess(index, `address ${index}`));
    expect(await named()).toEqual([]);
    await inTurn(20, (index) => guess(index, 'one address'));
    expect((await named()).sort()).toEqual([
      ['contractMismatchesSpent', 'mismatch from an address'],
      ['contractMismatchesSpent', 'mismatch of a VAT number'],
    ]);
  });
});
