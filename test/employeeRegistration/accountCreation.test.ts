import type { Database } from '../../src/database/database';
import type { SimKind } from '../../workflows/contracts/lines';
import {
  addLine,
  application,
  createCodeParts,
  eligibleVatNumber,
  otherVatNumber,
  opened,
  resetRecords,
  start,
  type CodeParts,
} from '../support/codeActivities';
import { lineOfCompany, recordCompany } from '../e2e/support/company';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

const line = '+393330000001';
let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
});

interface Proof {
  readonly now?: number;
  readonly mailbox?: string;
  readonly simKind?: SimKind;
  readonly of?: string;
}

async function create(flowId: string, { now = start, mailbox, simKind = 'voice', of = line }: Proof = {}) {
  const creation = await parts.activities.createEmployeeAccount({
    flowId,
    application: application(of, simKind, mailbox ?? `${flowId}@azienda.example`),
    locale: 'it',
    addressKey: 'address',
    now,
  });
  if (creation.outcome === 'refused') return [creation.refusal.code];
  return creation.notices.map(({ wording, channel, address }) => {
    const mailboxOf = opened({ channel, address, wording: 'registrationCode' })?.address;
    return `${wording} by ${channel} to ${mailboxOf}`;
  });
}

const accounts = () => database.accounts.find().lean();
const associations = () => database.lineAssociations.find().sort({ _id: 1 }).lean();
const idOf = (flowId: string) => `employeeRegistration/${flowId}`;

describe('the account of a proven line', () => {
  test('has the line for its username, is open to its flow, and counts a mailbox only that received the code', async () => {
    expect(await create('voice')).toEqual([]);
    const dataOnly = await addLine(database, { _id: '+393330000005', simKind: 'data-only' });
    await create('data', { simKind: 'data-only', of: dataOnly });
    const [voice, data] = await accounts();
    expect(voice).toMatchObject({
      _id: idOf('voice'),
      heldBy: idOf('voice'),
      passwordOpenTo: idOf('voice'),
      kind: 'employee',
      username: line,
      vatNumber: eligibleVatNumber,
      status: 'active',
      channel: 'sms',
      email: 'voice@azienda.example',
      emailVerified: false,
      sessionEpoch: 0,
    });
    expect(voice).not.toHaveProperty('passwordHash');
    expect(data).toMatchObject({ username: dataOnly, channel: 'mail', emailVerified: true });
    expect(await associations()).toMatchObject([
      { _id: line, accountId: idOf('voice'), slot: 0, simKind: 'voice', lineActivatedOn: '2024-01-01' },
      { _id: dataOnly, accountId: idOf('data'), slot: 0, simKind: 'data-only' },
    ]);
  });

  test.each(['SME', 'LARGE'] as const)(
    'is made for employees of a company of the segment %s',
    async (segment) => {
      const { vatNumber } = await recordCompany(database, 77, segment);
      const of = lineOfCompany(77);
      const request = { flowId: 'flow', application: application(of), addressKey: 'address', now: start };
      expect(await parts.activities.checkLine(request)).toMatchObject({ route: { provable: true } });
      await create('flow', { of });
      expect(await accounts()).toMatchObject([{ username: of, vatNumber, status: 'active' }]);
    },
  );

  test('takes the place of the former one, with its lines, claims and sessions, and tells its mailbox', async () => {
    await create('former');
    const former = idOf('former');
    await database.lineAssociations.create({
      ...(await associations())[0]!,
      _id: '+393330000009',
      slot: 1,
    });
    const claim = { claimId: 'c', passwordHash: 'h', expiresAt: new Date(Date.now() + 60_000) };
    await database.passwordClaims.create([
      { _id: former, ...claim },
      { _id: 'other', ...claim },
    ]);
    const seen = { createdAt: new Date(start), lastSeenAt: new Date(start), expiresAt: new Date(start) };
    const session = { epoch: 0, assurance: 'password', transport: 'bearer', ...seen } as const;
    await database.sessions.create([
      { ...session, _id: 'formers', tokenDigest: 'a', accountId: former },
      { ...session, _id: 'others', tokenDigest: 'b', accountId: 'other' },
    ]);
    const notice = ['accountClosed by mail to former@azienda.example'];
    expect(await create('later', { now: start + 1 })).toEqual(notice);
    expect((await accounts()).map(({ _id }) => _id)).toEqual([idOf('later')]);
    expect((await associations()).map(({ _id, accountId }) => [_id, accountId])).toEqual([
      [line, idOf('later')],
    ]);
    expect((await database.passwordClaims.find().lean()).map(({ _id }) => _id)).toEqual(['other']);
    expect((await database.sessions.find().lean()).map(({ _id }) => _id)).toEqual(['others']);
  });

  test('made again by a retry changes nothing, and tells the former owner as the first time', async () => {
    await create('former');
    const first = await create('later', { now: start + 1 });
    const before = [await accounts(), await associations()];
    expect(await create('later', { now: start + 1 })).toEqual(first);
    expect([await accounts(), await associations()]).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('former@');
  });

  test('of an earlier proof that comes again leaves the later one as it is', async () => {
    await create('earlier');
    await create('later', { now: start + 1 });
    expect(await create('earlier')).toEqual([]);
    expect((await accounts()).map(({ _id }) => _id)).toEqual([idOf('later')]);
  });

  test('takes a line from an account that has it as its second, leaves that account, and tells its mailbox', async () => {
    await create('owner', { of: await addLine(database, { _id: '+393330000008' }) });
    const [own] = await associations();
    await database.lineAssociations.create({ ...own!, _id: line, slot: 1 });
    const told = ['lineMoved by mail to owner@azienda.example'];
    expect(await create('later', { now: start + 1 })).toEqual(told);
    expect(await create('later', { now: start + 1 })).toEqual(told);
    expect((await accounts()).map(({ _id }) => _id)).toEqual([idOf('owner'), idOf('later')]);
    expect((await associations()).map(({ _id, accountId, slot }) => [_id, accountId, slot])).toEqual([
      [line, idOf('later'), 0],
      ['+393330000008', idOf('owner'), 0],
    ]);
  });

  test('of an earlier proof leaves a line that was proved later as the second of another account', async () => {
    await create('owner', { of: await addLine(database, { _id: '+393330000008' }) });
    const [own] = await associations();
    await database.lineAssociations.create({
      ...own!,
      _id: line,
      slot: 1,
      associatedAt: new Date(start + 1),
    });
    expect(await create('earlier')).toEqual([]);
    expect((await accounts()).map(({ _id }) => _id)).toEqual([idOf('owner')]);
    expect((await associations()).map(({ accountId }) => accountId)).toEqual([idOf('owner'), idOf('owner')]);
  });

  test('of twelve proofs of one line at one moment: one account is left, that of the latest, with the line', async () => {
    const flows = Array.from({ length: 12 }, (_, index) => index);
    const told = await Promise.all(flows.map((index) => create(`flow-${index}`, { now: start + index })));
    expect((await accounts()).map(({ _id }) => _id)).toEqual([idOf('flow-11')]);
    expect((await associations()).map(({ accountId }) => accountId)).toEqual([idOf('flow-11')]);
    const closed = told.flat();
    expect(new Set(closed).size).toBe(closed.length);
    expect(closed.join()).not.toContain('flow-11@');
  });

  test('of one proof that runs twice at one moment is one', async () => {
    await create('former');
    const told = await Promise.all(Array.from({ length: 6 }, () => create('later', { now: start + 1 })));
    expect(new Set(told.map((notices) => notices.join()))).toEqual(
      new Set(['accountClosed by mail to former@azienda.example']),
    );
    expect(await accounts()).toHaveLength(1);
    expect(await associations()).toHaveLength(1);
  });

  test('that meets another one in the unique username begins anew; any other error is an error', async () => {
    const errors: Error[] = [Object.assign(new Error(), { code: 11_000, keyPattern: { username: 1 } })];
    const connection = Object.create(database.connection, {
      transaction: {
        value: (work: Parameters<typeof database.connection.transaction>[0]) => {
          const error = errors.shift();
          return error ? Promise.reject(error) : database.connection.transaction(work);
        },
      },
    }) as typeof database.connection;
    parts = createCodeParts({ ...database, connection });
    await create('flow');
    expect(errors).toEqual([]);
    expect(await accounts()).toHaveLength(1);
    errors.push(Object.assign(new Error('away'), { code: 6, keyPattern: {} }));
    await expect(create('other')).rejects.toThrow('away');
  });

  test('is refused where the line ceased, moved to an offer of the other portal, or is gone, since it was checked', async () => {
    const lines = [
      await addLine(database, { _id: '+393330000071', status: 'ceased' }),
      await addLine(database, { _id: '+393330000072', vatNumber: otherVatNumber, offerCode: 'OTHER' }),
      await addLine(database, { _id: '+393330000073', simKind: 'data-only' }),
      '+393330000077',
    ];
    for (const of of lines) expect(await create('flow', { of })).toEqual(['LINE_NOT_ELIGIBLE']);
    expect(await accounts()).toEqual([]);
  });
});
