import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../src/database/database';
import { migrations, openMigrations, runMigrations } from '../../src/database/migrations';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(() => database.migrationRecords.deleteMany({}));

/** Migrations that note what runs. */
function noted(...ids: string[]) {
  const ran: string[] = [];
  const wanted = ids.map((id) => ({ id, run: () => Promise.resolve(void ran.push(id)) }));
  return { ran, wanted };
}

test('each migration runs once, in order, however often and at how many places migrate runs', async () => {
  const { ran, wanted } = noted('first', 'second', 'third');
  const results = await Promise.all(Array.from({ length: 5 }, () => runMigrations(database, wanted)));
  expect(ran).toEqual(['first', 'second', 'third']);
  expect(results.flat().sort()).toEqual(['first', 'second', 'third']);
  expect(await runMigrations(database, wanted)).toEqual([]);
  const records = await database.migrationRecords.find().sort({ _id: 1 }).lean();
  expect(records.map(({ _id, doneAt }) => [_id, doneAt])).toEqual(
    ['first', 'second', 'third'].map((id) => [id, expect.any(Date) as Date]),
  );
});

test('nobody goes on before the migration that another process is at has ended', async () => {
  const events = new EventEmitter();
  const run = async () => {
    const ended = once(events, 'end');
    events.emit('begun');
    await ended;
  };
  const wanted = [{ id: 'long', run }];
  const begun = once(events, 'begun');
  const first = runMigrations(database, wanted);
  await begun;
  let isOver = false;
  const second = runMigrations(database, wanted).finally(() => (isOver = true));
  await delay(1_500);
  expect(isOver).toBe(false);
  events.emit('end');
  expect(await Promise.all([first, second])).toEqual([['long'], []]);
});

test('one that failed is told, holds back those behind it, and runs again at once', async () => {
  const { ran, wanted } = noted('broken', 'behind');
  const broken = { id: 'broken', run: () => Promise.reject(new Error('half done')) };
  await expect(runMigrations(database, [broken, ...wanted.slice(1)])).rejects.toThrow('half done');
  expect(ran).toEqual([]);
  expect(await runMigrations(database, wanted)).toEqual(['broken', 'behind']);
});

test('one whose process died is taken over when its time is up', async () => {
  const { ran, wanted } = noted('left');
  await database.migrationRecords.create({
    _id: 'left',
    heldBy: 'dead',
    heldUntil: new Date(Date.now() + 1_500),
  });
  const began = Date.now();
  await runMigrations(database, wanted);
  expect(ran).toEqual(['left']);
  expect(Date.now() - began).toBeGreaterThan(1_000);
});

test('what the version beside it has run is left alone', async () => {
  const { ran, wanted } = noted('of both');
  await database.migrationRecords.create({
    _id: 'of the newer version',
    heldBy: 'newer',
    heldUntil: new Date(),
    doneAt: new Date(),
  });
  await runMigrations(database, wanted);
  expect(ran).toEqual(['of both']);
  expect(await database.migrationRecords.countDocuments()).toBe(2);
});

test('indexes that others replaced are dropped, and no others', async () => {
  const audit = database.connection.collection('auditEvents');
  const namesOf = async () => (await audit.indexes()).map(({ name }) => name);
  const before = await namesOf();
  await audit.createIndexes([
    { key: { companyKey: 1, at: -1 }, name: 'audit_of_a_company' },
    { key: { event: 1 }, name: 'of_the_operator' },
  ]);
  expect(await openMigrations(database)).toEqual(migrations.map(({ id }) => id));
  await runMigrations(database);
  expect(await namesOf()).toEqual([...before, 'of_the_operator']);
  expect(await openMigrations(database)).toEqual([]);
});
