import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../src/database/database';
import { addLine, createCodeParts, eligibleVatNumber, questionsOf, start } from '../support/codeActivities';
import {
  AssociationStage,
  dataOnly,
  first,
  foreign,
  notEligible,
  second,
  unknown,
} from './support/associationStage';

let stage: AssociationStage;
let database: Database;
beforeAll(async () => {
  stage = await AssociationStage.open();
  ({ database } = stage);
});
afterAll(() => stage.close());
beforeEach(() => stage.reset());

const check: AssociationStage['check'] = (...proof) => stage.check(...proof);
const prove: AssociationStage['prove'] = (...proof) => stage.prove(...proof);

describe('the check of a second line', () => {
  test.each([
    [second, 'voice', `free, sms, simCode to ${second}, provable`],
    [unknown, 'voice', 'unknown, sms, nobody, decoy'],
    [foreign, 'voice', `ofOtherCompany, sms, otherCompany to ${foreign}, decoy`],
    [notEligible, 'voice', `ofOtherCompany, sms, otherCompany to ${notEligible}, decoy`],
    [dataOnly, 'voice', `dataOnlyDeclaredVoice, sms, dataOnlyLine to ${dataOnly}, decoy`],
    [dataOnly, 'data-only', 'free, mail, simCode to of01@azienda.example, provable'],
    [second, 'data-only', 'voiceDeclaredDataOnly, mail, nobody, decoy'],
    [first, 'voice', 'LINE_ALREADY_ASSOCIATED'],
  ] as const)('%s as a %s line: %s', async (of, simKind, expected) => {
    expect(await check({ of, simKind })).toBe(expected);
  });

  test('of somebody else says that the code moves it', async () => {
    await stage.employee(second);
    expect(await check()).toBe(`registered, sms, simTakeoverCode to ${second}, provable`);
  });

  test('is refused at once where there are two, where the password is another one, and where the account is gone', async () => {
    await stage.associate('+393330000009', first, 1);
    expect(await check()).toBe('TWO_LINES_ALREADY');
    await database.accounts.updateOne({ _id: first }, { $inc: { sessionEpoch: 1 } });
    expect(await check()).toBe('ACCOUNT_CHANGED');
    await database.accounts.deleteMany({});
    expect(await check()).toBe('ACCOUNT_CHANGED');
  });

  test('asks and counts the same for every line, and counts apart from registrations', async () => {
    const asked = new Set<string>();
    for (const line of [second, unknown, foreign, dataOnly])
      asked.add((await questionsOf(database, () => check({ of: line }, line))).join());
    expect(asked.size).toBe(1);
    const kept = await database.limits.find().lean();
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ _id }) => !_id.includes('simAssociation.'))).toEqual([]);
  });
});

describe('a proven second line', () => {
  test('is the account’s, at its second place, and both lines and the mailbox are told', async () => {
    expect(await prove('flow')).toEqual([
      `lineAssociated by sms to ${first}`,
      `lineAssociated by sms to ${second}`,
      'lineAssociated by mail to of01@azienda.example',
    ]);
    expect(await database.lineAssociations.findById(second).lean()).toMatchObject({
      accountId: first,
      slot: 1,
      vatNumber: eligibleVatNumber,
      associatedBy: 'simAssociation/flow',
      lineActivatedOn: '2024-01-01',
    });
    expect(await database.accounts.findById(first).lean()).toMatchObject({
      username: first,
      emailVerified: false,
    });
    expect(await stage.events()).toEqual([`lineAssociated by ${first}`]);
  });

  test('of a data-only SIM verifies the mailbox that the code went to, and no other one', async () => {
    await prove('flow', { of: dataOnly, simKind: 'data-only', mailbox: 'former@azienda.example' });
    expect(await database.accounts.findById(first).lean()).toMatchObject({ emailVerified: false });
    await database.lineAssociations.deleteOne({ _id: dataOnly });
    await prove('other', { of: dataOnly, simKind: 'data-only', mailbox: 'of01@azienda.example' });
    expect(await database.accounts.findById(first).lean()).toMatchObject({ emailVerified: true });
  });

  test('made again by a retry changes nothing, even past a new password, and is audited once', async () => {
    const notices = await prove('flow');
    const before = await stage.associations();
    await database.accounts.updateOne({ _id: first }, { $inc: { sessionEpoch: 1 } });
    expect(await prove('flow')).toEqual(notices);
    expect(await stage.associations()).toEqual(before);
    expect(await stage.events()).toHaveLength(1);
  });

  test('is refused where the account changed, or the line ceased, moved, changed its SIM, or is gone', async () => {
    expect(await prove('flow', { by: 'nobody' })).toEqual(['ACCOUNT_CHANGED']);
    for (const line of [
      foreign,
      unknown,
      dataOnly,
      await addLine(database, { _id: '+393330000071', status: 'ceased' }),
    ])
      expect(await prove('flow', { of: line })).toEqual(['LINE_NOT_ELIGIBLE']);
    await database.accounts.updateOne({ _id: first }, { $inc: { sessionEpoch: 1 } });
    expect(await prove('flow')).toEqual(['ACCOUNT_CHANGED']);
    expect(await stage.associations()).toEqual([[first, first, 0]]);
    expect(await stage.events()).toEqual([]);
  });

  test('that was somebody’s username closes that account with its sessions, and its mailbox is told', async () => {
    await stage.employee(second);
    await stage.associate('+393330000009', second, 1);
    expect((await prove('flow')).slice(0, 1)).toEqual(['accountClosed by mail to of03@azienda.example']);
    expect(await database.accounts.distinct('_id')).toEqual([first]);
    expect(await stage.associations()).toEqual([
      [first, first, 0],
      [second, first, 1],
    ]);
    expect(await stage.events()).toEqual([`accountClosed by ${first}`, `lineAssociated by ${first}`]);
  });

  test('that was somebody’s second line leaves that account, whose mailbox and other line are told', async () => {
    const other = await stage.employee(await addLine(database, { _id: '+393330000008' }));
    await stage.associate(second, other, 1);
    expect((await prove('flow')).slice(0, 2)).toEqual([
      'lineMoved by mail to of08@azienda.example',
      `lineMoved by sms to ${other}`,
    ]);
    expect(await stage.associations()).toEqual([
      [first, first, 0],
      [second, first, 1],
      [other, other, 0],
    ]);
    expect(await stage.events()).toEqual([`lineAssociated by ${first}`, `lineReleased by ${first}`]);
  });

  test('that was somebody’s second line ends the sessions that the network began there, and no other', async () => {
    const other = await stage.employee('+393330000009');
    await stage.associate(second, other, 1);
    await stage.session(other, 'network');
    await stage.session(other, 'password');
    await stage.session(first, 'network');
    await prove('flow');
    const left = [`${first} by network`, `${other} by password`];
    expect((await database.sessions.distinct('_id')).sort()).toEqual(left);
  });

  test('is taken in the place of those alone who were looked up', async () => {
    const request = stage.requestOf('flow');
    const { holders } = await stage.parts.activities.holdersOfLine(request);
    await stage.employee(second);
    expect(await stage.parts.activities.associateLine({ ...request, holders })).toEqual({
      outcome: 'otherHolders',
    });
    expect(await database.accounts.countDocuments()).toBe(2);
  });

  test('of an earlier proof leaves a later one as it is', async () => {
    const other = await stage.employee(await addLine(database, { _id: '+393330000008' }));
    await prove('later', { by: other, now: start + 1 });
    expect(await prove('earlier')).toEqual(['LINE_NOT_ELIGIBLE']);
    expect((await stage.associations())[1]).toEqual([second, other, 1]);
  });
});

describe('at one moment', () => {
  test('of twenty lines one is the second of the account; the others are told that there are two', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => `+3933300001${String(index).padStart(2, '0')}`);
    for (const _id of numbers) await addLine(database, { _id });
    const outcomes = await Promise.all(numbers.map((of) => prove(of, { of })));
    expect(outcomes.filter(([outcome]) => outcome === 'TWO_LINES_ALREADY')).toHaveLength(19);
    expect(await database.lineAssociations.countDocuments({ accountId: first })).toBe(2);
    expect(await stage.events()).toEqual([`lineAssociated by ${first}`]);
  });

  test('of twenty accounts that prove one line, that of the latest has it', async () => {
    const owners: string[] = [];
    for (let index = 0; index < 20; index += 1)
      owners.push(await stage.employee(`+3933300002${String(index).padStart(2, '0')}`));
    await Promise.all(owners.map((by, index) => prove(by, { by, now: start + index })));
    expect(await database.lineAssociations.find({ _id: second }).lean()).toMatchObject([
      { accountId: owners[19] },
    ]);
    expect(await database.lineAssociations.countDocuments()).toBe(22);
  });

  test('an account that ends in the midst of it keeps no line', async () => {
    const { accounts, lineAssociations } = database;
    const end = () =>
      database.connection.transaction(async (session) => {
        await lineAssociations.deleteMany({ accountId: first }, { session });
        await accounts.deleteOne({ _id: first }, { session });
      });
    let ending: Promise<unknown> | undefined;
    const create = async (...line: Parameters<typeof lineAssociations.create>) => {
      ending ??= end();
      await Promise.race([ending, delay(200)]);
      return lineAssociations.create(...line);
    };
    const interrupted = Object.create(lineAssociations, {
      create: { value: create },
    }) as typeof lineAssociations;
    stage.parts = createCodeParts({ ...database, lineAssociations: interrupted });
    await prove('flow');
    await ending;
    expect(await accounts.countDocuments()).toBe(0);
    expect(await lineAssociations.countDocuments({ accountId: first })).toBe(0);
  });
});
