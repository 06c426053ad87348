import { accountKinds, type Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import { duplicateKey } from '../../src/database/failures';
import { accountOf, type AccountChange } from '../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.accounts.deleteMany({}));

let flows = 0;

/** Of another flow, username and company each time. */
function account(change: AccountChange = {}, kind: Account['kind'] = 'userAdmin'): Account {
  flows += 1;
  const heldBy = `userAdminRegistration/${flows}`;
  const own = { _id: heldBy, username: `Username${flows}`, vatNumber: String(flows).padStart(11, '0') };
  return accountOf(kind, { ...own, heldBy, ...change });
}

/** What stood in the way of an account; undefined when nothing did. */
async function obstacleTo(change: AccountChange): Promise<string | undefined> {
  return obstacleToStoring(account(change));
}

async function obstacleToStoring(document: object): Promise<string | undefined> {
  return database.accounts.create(document).then(
    () => undefined,
    (error: unknown) => duplicateKey(error)?.field ?? String(error),
  );
}

describe('accounts', () => {
  test('one VAT number has one User Admin, reserved or active', async () => {
    await database.accounts.create(account({ vatNumber: '00000010017', status: 'active' }));
    expect(await obstacleTo({ vatNumber: '00000010017' })).toBe('vatNumber');
    expect(await obstacleTo({ vatNumber: '00000020016' })).toBeUndefined();
  });

  test('of a hundred reservations of one VAT number at one moment one succeeds', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => obstacleTo({ vatNumber: '00000010017' })),
    );
    expect(outcomes.filter((obstacle) => obstacle === undefined)).toHaveLength(1);
    expect(outcomes.filter((obstacle) => obstacle === 'vatNumber')).toHaveLength(99);
    expect(await database.accounts.countDocuments()).toBe(1);
  });

  test('of twenty accounts with one username at one moment one succeeds', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => obstacleTo({ username: 'MariaRossi' })),
    );
    expect(outcomes.filter((obstacle) => obstacle === undefined)).toHaveLength(1);
    expect(outcomes.filter((obstacle) => obstacle === 'username')).toHaveLength(19);
  });

  test('usernames that differ in case are different', async () => {
    await database.accounts.create(account({ username: 'MariaRossi' }));
    expect(await obstacleTo({ username: 'mariarossi' })).toBeUndefined();
    expect(await obstacleTo({ username: 'MariaRossi' })).toBe('username');
  });

  test.each([
    ['userAdmin', ['email', 'mobile', 'customerCode', 'representativeKey']],
    ['telcoManager', ['email', 'mobile', 'firstName', 'lastName']],
    ['employee', []],
  ] as const)('a %s needs what its kind needs', async (kind, fields) => {
    const common = ['username', 'vatNumber', 'status', 'heldBy', 'channel', 'locale', 'reservedAt'] as const;
    for (const field of [...common, ...fields]) {
      const without = Object.entries(account({}, kind)).filter(([name]) => name !== field);
      expect(await obstacleToStoring(Object.fromEntries(without))).toContain(field);
    }
    expect(await obstacleToStoring(account({}, kind))).toBeUndefined();
  });

  const ownFields: Readonly<Record<Account['kind'], AccountChange>> = {
    userAdmin: { customerCode: 'C1', representativeKey: 'key', reviewFor: 'key', takenOverFrom: 'flow' },
    telcoManager: {
      firstName: 'Mario',
      lastName: 'Rossi',
      invitedBy: 'admin',
      invitationEndedAt: new Date(),
    },
    employee: { lineProvenAt: new Date(), formerOwners: [{ mailbox: 'sealed', locale: 'it', closed: true }] },
  };
  const ofOthers = accountKinds.flatMap((kind) =>
    Object.entries(ownFields)
      .filter(([other]) => other !== kind)
      .flatMap(([, fields]) => Object.entries(fields).map(([field, value]) => ({ kind, field, value }))),
  );
  const ofAdministrators = { mobile: '+393201234599', mobileProvenAt: new Date(), provenUntil: new Date() };
  const ofNoEmployee = Object.entries(ofAdministrators).map(([field, value]) => ({
    kind: 'employee' as const,
    field,
    value,
  }));

  test.each([...ofOthers, ...ofNoEmployee])('a $kind has no $field, from its creation on', async (given) => {
    const { kind, field, value } = given;
    expect(await obstacleToStoring({ ...account({}, kind), [field]: value })).toContain(field);
    const stored = account({}, kind);
    await database.accounts.create(stored);
    const filter = { _id: stored._id, kind };
    const update = database.accounts.updateOne(filter, { $set: { [field]: value } }).exec();
    await expect(update).rejects.toThrow(field);
    const unkind = database.accounts.updateOne({ _id: stored._id }, { $set: { [field]: value } }).exec();
    await expect(unkind).rejects.toThrow(field);
  });

  test('each kind is found by its own model alone, and all of them together', async () => {
    for (const kind of accountKinds) await database.accounts.create(account({}, kind));
    const { accounts, userAdmins, telcoManagers, employees } = database;
    const counts = [accounts, userAdmins, telcoManagers, employees].map((model) => model.countDocuments());
    expect(await Promise.all(counts)).toEqual([3, 1, 1, 1]);
  });

  test('an account of an unknown kind, or of none, is refused', async () => {
    expect(await obstacleToStoring({ ...account(), kind: 'owner' })).toContain('owner');
    expect(await obstacleToStoring({ ...account({}, 'employee'), kind: undefined })).toContain('kind');
  });

  test('an operator in the place of a value is an error, never a filter', async () => {
    await database.accounts.create(account());
    const hostile = { username: { $mistake: '' } as unknown as string };
    await expect(database.accounts.findOne(hostile).lean().exec()).rejects.toThrow();
    await expect(database.accounts.create(account(hostile))).rejects.toThrow();
  });

  test('an unknown field of an account is an error, in writes and in queries', async () => {
    const unknown = { role: 'admin' };
    await expect(database.accounts.create({ ...account(), ...unknown })).rejects.toThrow('role');
    await expect(database.accounts.findOne(unknown).lean().exec()).rejects.toThrow('role');
  });
});

describe('lines of accounts', () => {
  beforeEach(() => database.lineAssociations.deleteMany({}));

  const associate = (line: string, accountId: string, slot: 0 | 1) =>
    database.lineAssociations
      .create({
        _id: line,
        accountId,
        slot,
        vatNumber: '99000019994',
        associatedBy: accountId,
        associatedAt: new Date(),
        simKind: 'voice',
        lineActivatedOn: '2024-01-01',
      })
      .then(
        () => undefined,
        (error: unknown) => duplicateKey(error)?.field ?? String(error),
      );

  test('an account has two at most, and a line has one account, of many at one moment', async () => {
    const lines = Array.from({ length: 20 }, (_, index) =>
      associate(`+3933300000${index}`, 'one', index % 2 ? 1 : 0),
    );
    const obstacles = await Promise.all(lines);
    expect(obstacles.filter((obstacle) => obstacle === undefined)).toHaveLength(2);
    expect(obstacles.filter((obstacle) => obstacle === 'accountId')).toHaveLength(18);
    const owners = await Promise.all(
      Array.from({ length: 20 }, (_, index) => associate('+393339999999', `owner-${index}`, 0)),
    );
    expect(owners.filter((obstacle) => obstacle === undefined)).toHaveLength(1);
    expect(owners.filter((obstacle) => obstacle === '_id')).toHaveLength(19);
  });

  test('there is no third slot', async () => {
    expect(await associate('+393330000001', 'one', 2 as 1)).toContain('slot');
  });
});

describe('an update', () => {
  const change = (update: object) => database.accounts.updateOne({ username: 'MariaRossi' }, update).exec();
  beforeEach(() => database.accounts.create(account({ username: 'MariaRossi' })));

  test('is held to the values that the schema allows', async () => {
    await expect(change({ $set: { status: 'owner' } })).rejects.toThrow('status');
    await expect(change({ $set: { locale: 'de' } })).rejects.toThrow('locale');
    const former = { $push: { formerOwners: { mailbox: 'x' } } };
    await expect(database.employees.updateOne({}, former).exec()).rejects.toThrow('formerOwners');
  });

  test('takes no field away that each account has', async () => {
    await expect(change({ $unset: { vatNumber: 1 } })).rejects.toThrow('vatNumber');
    await expect(change({ $set: { heldBy: null } })).rejects.toThrow('heldBy');
  });

  test('adds no field that the schema does not name', async () => {
    await expect(change({ $set: { role: 'owner' } })).rejects.toThrow('role');
  });
});
