import { createRecordRetentionActivities } from '../../activities/recordRetention';
import type { Database } from '../../src/database/database';
import type { ImportProgress } from '../../src/database/recordDocuments';
import { accountOf } from '../support/accounts';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { company, line } from './support/records';

const day = 24 * 3_600_000;
const start = Date.parse('2030-01-01T02:30:00Z');

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  for (const name of ['companies', 'lines', 'imports', 'accounts', 'lineAssociations'])
    await database.connection.collection(name).deleteMany({});
  for (const kind of ['companies', 'lines'] as const) await note(kind);
});

async function note(kind: 'companies' | 'lines', change: Partial<ImportProgress> = {}): Promise<void> {
  const at = new Date(start);
  const done = { rows: 1, rejected: 0, rejectsBytes: 0, startedAt: at, updatedAt: at };
  const progress = { fileDigest: 'latest', runId: 'run', state: 'finished', ...done, ...change } as const;
  await database.imports.replaceOne({ _id: kind }, { _id: kind, ...progress }, { upsert: true });
}

function onDay(number: number, figures: { recordRetentionMs?: number } = { recordRetentionMs: 30 * day }) {
  const { recordRetentionMs } = figures;
  const activities = createRecordRetentionActivities({ database, figures: { recordRetentionMs } });
  return activities.removeLeftRecords({ now: start + number * day });
}

const kept = async () => [
  (await database.companies.distinct('_id')).sort(),
  (await database.lines.distinct('_id')).sort(),
];

describe('companies and lines that the latest file lacks', () => {
  beforeEach(async () => {
    await database.companies.create([company('C1', 'latest'), company('C2', 'former')]);
    await database.lines.create([line('+391', 'latest'), line('+392', 'former')]);
  });

  test('stay as long as is configured, then go; those that it has stay', async () => {
    expect(await onDay(0)).toEqual({ companies: 0, lines: 0 });
    expect(await onDay(29)).toEqual({ companies: 0, lines: 0 });
    expect(await onDay(30)).toEqual({ companies: 1, lines: 1 });
    expect(await kept()).toEqual([['C1'], ['+391']]);
    expect(await onDay(31)).toEqual({ companies: 0, lines: 0 });
  });

  test('stay for ever where nothing is configured', async () => {
    await onDay(0);
    expect(await onDay(10_000, {})).toEqual({ companies: 0, lines: 0 });
    expect(await kept()).toEqual([
      ['C1', 'C2'],
      ['+391', '+392'],
    ]);
  });

  test('stay while an account has them', async () => {
    const { vatNumber } = company('C2', 'former');
    await database.accounts.create(accountOf('userAdmin', { _id: 'admin', username: 'Admin', vatNumber }));
    await database.lineAssociations.create({
      _id: '+392',
      ...{ accountId: 'employee', slot: 0, vatNumber, associatedBy: 'flow', associatedAt: new Date(start) },
      ...{ simKind: 'voice', lineActivatedOn: '2020-01-01' },
    });
    await onDay(0);
    expect(await onDay(30)).toEqual({ companies: 0, lines: 0 });
    await database.accounts.deleteMany({});
    await database.lineAssociations.deleteMany({});
    expect(await onDay(31)).toEqual({ companies: 1, lines: 1 });
  });

  test('begin anew when a file brings them back', async () => {
    await onDay(0);
    await database.companies.replaceOne({ _id: 'C2' }, company('C2', 'latest'));
    await onDay(20);
    await note('companies', { fileDigest: 'still later' });
    await database.companies.updateOne({ _id: 'C1' }, { $set: { 'source.fileDigest': 'still later' } });
    await onDay(25);
    expect(await onDay(30)).toEqual({ companies: 0, lines: 1 });
    expect(await onDay(55)).toEqual({ companies: 1, lines: 0 });
  });

  test('are not told from others while a file is half imported', async () => {
    await note('companies', { state: 'running' });
    await onDay(0);
    expect(await database.companies.countDocuments({ leftAt: { $exists: true } })).toBe(0);
    expect(await database.lines.countDocuments({ leftAt: { $exists: true } })).toBe(1);
  });
});

test('more of them than fit into one batch go in one night', async () => {
  await database.lines.create(
    Array.from({ length: 1_203 }, (_, index) => line(`+39${String(index)}`, 'former')),
  );
  await onDay(0);
  expect(await onDay(30)).toEqual({ companies: 0, lines: 1_203 });
});

test('records that nobody imports are left alone', async () => {
  await database.imports.deleteMany({});
  await database.companies.create(company('C1', 'any'));
  await onDay(0);
  expect(await onDay(1_000)).toEqual({ companies: 0, lines: 0 });
  expect(await kept()).toEqual([['C1'], []]);
});
