import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/database';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { createActivityParts, sealed, sealedContacts } from './support/activityParts';

describe('reserving, activating and releasing an account', () => {
  let database: Database;
  let activities: ReturnType<typeof createActivityParts>['activities'];

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => dropTestDatabase(database));
  beforeEach(async () => {
    await Promise.all(Object.values(database.connection.models).map((model) => model.deleteMany({})));
    activities = createActivityParts(database).activities;
  });

  function reserve(
    flowId: string,
    { vatNumber = '99000019994', username = `User${flowId}`, now = Date.now() } = {},
  ) {
    const keys = { mailboxKey: vatNumber, representativeKey: 'key' };
    const contract = { customerCode: 'C1', ...keys, contacts: sealedContacts() };
    const application = sealed({ vatNumber, username });
    return activities.reserveAccount({ flowId, application, contract, locale: 'it', now });
  }

  async function claim(flowId: string, claimId = 'claim') {
    const expiresAt = new Date(Date.now() + 60_000);
    const workflowId = `userAdminRegistration/${flowId}`;
    await database.passwordClaims.create({
      _id: workflowId,
      claimId,
      passwordHash: `hash of ${claimId}`,
      expiresAt,
    });
  }

  const activate = (flowId: string, claimId = 'claim') =>
    activities.activateAccount({ flowId, claimId, now: Date.now() });

  test('100 flows that reserve one VAT number at once make one account, and all but one were taken over', async () => {
    const flowIds = Array.from({ length: 100 }, () => randomUUID().slice(0, 8));
    const reservations = await Promise.all(flowIds.map((flowId) => reserve(flowId)));
    const accounts = await database.accounts.find().lean();
    expect(accounts).toHaveLength(1);
    const held = reservations.filter(({ outcome }) => outcome === 'reserved');
    expect(held.length).toBeGreaterThanOrEqual(1);
    expect(held.length).toBeLessThanOrEqual(10);
    expect(held.filter((reservation) => !('takenOverFrom' in reservation))).toHaveLength(1);
    const codes = reservations.flatMap((each) => ('refusal' in each ? [each.refusal.code] : []));
    expect(codes).toHaveLength(100 - held.length);
    for (const code of codes) expect(['MESSAGE_BUDGET_SPENT', 'LINK_VOID']).toContain(code);
  });

  test('keeps the contacts of the contract, whose mailbox counts once its link was used', async () => {
    await reserve('flow');
    const contacts = { email: 'Legale@azienda.example', mobile: '+393999000001', channel: 'mail' };
    const account = () => database.accounts.findOne().lean();
    expect(await account()).toMatchObject({ ...contacts, emailVerified: false, sessionEpoch: 0 });
    await claim('flow');
    await activate('flow');
    expect(await account()).toMatchObject({ ...contacts, emailVerified: true, passwordSetBy: 'claim' });
  });

  test('of 20 flows that activate one VAT number at once, one is active', async () => {
    const flowIds = Array.from({ length: 8 }, () => randomUUID().slice(0, 8));
    await Promise.all(flowIds.map((flowId) => reserve(flowId)));
    await Promise.all(flowIds.map((flowId) => claim(flowId)));
    const outcomes = await Promise.all(flowIds.map((flowId) => activate(flowId)));
    expect(outcomes.filter(({ outcome }) => outcome === 'set')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'accountLost')).toHaveLength(7);
    expect(await database.accounts.find({ status: 'active' }).lean()).toHaveLength(1);
  });

  test('a later full match takes a reservation over, with its own username', async () => {
    expect(await reserve('earlier')).toEqual({ outcome: 'reserved' });
    expect(await reserve('later')).toEqual({
      outcome: 'reserved',
      takenOverFrom: 'userAdminRegistration/earlier',
    });
    expect(await database.accounts.findOne().lean()).toMatchObject({
      heldBy: 'userAdminRegistration/later',
      username: 'Userlater',
    });
  });

  test('the same username again is no obstacle to the company that reserved it', async () => {
    await reserve('earlier', { username: 'SameName' });
    expect((await reserve('later', { username: 'SameName' })).outcome).toBe('reserved');
  });

  test('a reservation that is repeated answers as the first time', async () => {
    await reserve('earlier');
    const first = await reserve('later');
    expect(await reserve('later')).toEqual(first);
    expect(await database.accounts.countDocuments()).toBe(1);
  });

  test('a try that is repeated late takes nothing back from the flow that came after it', async () => {
    const now = Date.now();
    await reserve('earlier', { now });
    await reserve('later', { now: now + 1 });
    expect(await reserve('earlier', { now })).toEqual({ outcome: 'refused', refusal: { code: 'LINK_VOID' } });
    expect(await database.accounts.findOne().lean()).toMatchObject({ heldBy: 'userAdminRegistration/later' });
  });

  test('a reservation that ended before it was heard of does not come back, be it new or taken over', async () => {
    await reserve('earlier');
    await reserve('later');
    for (const flowId of ['later', 'earlier']) {
      await database.accounts.deleteMany({});
      expect(await reserve(flowId)).toEqual({ outcome: 'refused', refusal: { code: 'LINK_VOID' } });
      expect(await database.accounts.find().lean()).toEqual([]);
    }
    expect(await reserve('again')).toEqual({ outcome: 'reserved' });
  });

  test('who opened the mailbox is not taken over while the password is being created, and is afterwards', async () => {
    const now = Date.now();
    await reserve('earlier', { now });
    expect(await activities.proveMailbox({ flowId: 'earlier', provenUntil: now + 60_000 })).toBe(true);
    expect(await reserve('later', { now: now + 1_000 })).toEqual({
      outcome: 'refused',
      refusal: { code: 'REGISTRATION_UNDER_WAY', retryAfterSeconds: 59 },
    });
    expect((await reserve('latest', { now: now + 60_000 })).outcome).toBe('reserved');
    expect(await activities.proveMailbox({ flowId: 'earlier', provenUntil: now + 90_000 })).toBe(false);
    expect((await database.userAdmins.findOne().lean())?.provenUntil).toBeUndefined();
  });

  test('an activation answers for the claim that it took, not for another', async () => {
    await reserve('flow');
    await claim('flow');
    await activate('flow');
    expect(await activate('flow', 'another')).toEqual({ outcome: 'claimLost' });
    expect(await reserve('flow')).toEqual({ outcome: 'refused', refusal: { code: 'VAT_ALREADY_SERVED' } });
  });

  test('a username of another company is taken, whether it is free or takes over; case makes another name', async () => {
    await reserve('one', { vatNumber: '1', username: 'TakenName' });
    const refused = { outcome: 'refused', refusal: { code: 'USERNAME_TAKEN' } };
    expect(await reserve('two', { vatNumber: '2', username: 'TakenName' })).toEqual(refused);
    await reserve('three', { vatNumber: '2', username: 'FreeName' });
    expect(await reserve('four', { vatNumber: '2', username: 'TakenName' })).toEqual(refused);
    expect(await database.accounts.findOne({ vatNumber: '2' }).lean()).toMatchObject({
      username: 'FreeName',
    });
    expect((await reserve('five', { vatNumber: '5', username: 'takenname' })).outcome).toBe('reserved');
  });

  test('a VAT number with an active User Admin is served already, and its account stays as it is', async () => {
    await reserve('first');
    await claim('first');
    await activate('first');
    expect(await reserve('second')).toEqual({ outcome: 'refused', refusal: { code: 'VAT_ALREADY_SERVED' } });
    expect(await database.accounts.findOne().lean()).toMatchObject({
      status: 'active',
      heldBy: 'userAdminRegistration/first',
      passwordHash: 'hash of claim',
    });
  });

  test('past ten mails a day nobody is reserved, and nobody who is loses the reservation', async () => {
    for (let number = 1; number <= 10; number += 1) await reserve(`flow${number}`);
    expect(await reserve('flow11')).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: expect.any(Number) as number },
    });
    expect(await database.accounts.findOne().lean()).toMatchObject({
      heldBy: 'userAdminRegistration/flow10',
    });
    await activities.releaseReservation({ flowId: 'flow10' });
    expect((await reserve('flow12')).outcome).toBe('refused');
    expect(await database.accounts.countDocuments()).toBe(0);
  });

  test('a release frees what the flow reserved, and nothing else', async () => {
    await reserve('earlier');
    await reserve('later');
    await activities.releaseReservation({ flowId: 'earlier' });
    expect(await database.accounts.countDocuments()).toBe(1);
    await activities.releaseReservation({ flowId: 'later' });
    expect(await database.accounts.countDocuments()).toBe(0);
    await reserve('active');
    await claim('active');
    await activate('active');
    await activities.releaseReservation({ flowId: 'active' });
    expect(await database.accounts.countDocuments()).toBe(1);
  });

  test('an activation takes the hash, erases the claim, and repeated answers the same', async () => {
    await reserve('flow');
    await claim('flow');
    expect(await activate('flow')).toEqual({ outcome: 'set', notices: [] });
    expect(await database.passwordClaims.countDocuments()).toBe(0);
    expect(await activate('flow')).toEqual({ outcome: 'set', notices: [] });
    expect(await database.accounts.findOne().lean()).toMatchObject({ passwordHash: 'hash of claim' });
  });

  test('a claim of another request, or none, is lost and changes nothing', async () => {
    await reserve('flow');
    expect(await activate('flow')).toEqual({ outcome: 'claimLost' });
    await claim('flow', 'another');
    expect(await activate('flow', 'claim')).toEqual({ outcome: 'claimLost' });
    expect(await database.passwordClaims.countDocuments()).toBe(1);
    expect(await database.accounts.findOne().lean()).toMatchObject({ status: 'reserved' });
  });
});
