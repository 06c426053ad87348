import { closeAccount } from '../../activities/accounts';
import type { Database } from '../../src/database/database';
import { application, createCodeParts, resetRecords, start, type CodeParts } from '../support/codeActivities';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
let parts: CodeParts;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));
beforeEach(async () => {
  await resetRecords(database);
  parts = createCodeParts(database);
});

const create = (flowId: string, now: number) =>
  parts.activities.createEmployeeAccount({
    flowId,
    application: application('+393330000001', 'voice', `${flowId}@azienda.example`),
    locale: 'it',
    addressKey: 'address',
    now,
  });

test('an account that was deleted before its proof was heard of does not come back; another registration makes one', async () => {
  const made = { outcome: 'created', notices: [] };
  const _id = 'employeeRegistration/flow';
  expect(await create('flow', start)).toEqual(made);
  await database.connection.transaction((session) => closeAccount(database, { _id, heldBy: _id }, session));
  expect(await create('flow', start)).toEqual(made);
  expect(await database.accounts.countDocuments()).toBe(0);
  expect(await database.lineAssociations.countDocuments()).toBe(0);
  await create('again', start + 1);
  expect(await database.accounts.distinct('_id')).toEqual(['employeeRegistration/again']);
});
