import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { mongo } from 'mongoose';
import { migrations } from '../../src/database/migrations';
import { searchAttributes } from '../../src/temporal/searchAttributes';
import { freePort } from '../../embedded/ports';
import { serviceKey } from '../api/support/testApi';
import { Command } from '../support/command';
import { ownDatabaseUri } from '../support/testDatabase';

const namespace = `migrated-${randomUUID()}`;
const variables = {
  NODE_ENV: 'test',
  SERVICE_KEYS: serviceKey,
  MONGODB_URI: ownDatabaseUri(),
  TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
  TEMPORAL_NAMESPACE: namespace,
};
const migrate = (others = {}) => new Command('migrate', [], { ...variables, ...others }).ended;

test('two at the same time make namespace, attributes and indexes; a third one finds them', async () => {
  const both = await Promise.all([migrate(), migrate()]);
  expect(both.map(({ code, complained }) => [code, complained])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  expect((await migrate()).said).toBe(
    `The namespace ${namespace} was there, with its search attributes and its schedule.\nThe collections and their indexes are in place.\n`,
  );

  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS']! });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  await connection.close();
  expect(Object.keys(customAttributes)).toEqual(
    expect.arrayContaining(searchAttributes.map(({ name }) => name)),
  );
  const database = await mongo.MongoClient.connect(variables.MONGODB_URI);
  const names = (await database.db().collection('sessions').indexes()).map(({ name }) => name);
  const records = await database.db().collection('migrations').find().toArray();
  await database.close();
  expect(names).toContain('session_of_a_token');
  expect(records.map(({ doneAt }) => doneAt as unknown)).toEqual(
    migrations.map(() => expect.any(Date) as Date),
  );
}, 180_000);

test('an index of our name that is another one is told, and nothing is made beside it', async () => {
  const MONGODB_URI = ownDatabaseUri();
  const client = await mongo.MongoClient.connect(MONGODB_URI);
  await client
    .db()
    .collection('sessions')
    .createIndexes([{ key: { other: 1 }, name: 'session_of_a_token' }]);
  const { code, complained } = await migrate({ MONGODB_URI, TEMPORAL_NAMESPACE: 'default' });
  const collections = await client.db().listCollections().toArray();
  await client.db().dropDatabase();
  await client.close();
  expect([code, complained]).toEqual([
    1,
    'The database has sessions.session_of_a_token defined in another way than this version needs: drop it, then run npm run migrate.\n',
  ]);
  expect(collections.map(({ name }) => name)).toEqual(['sessions']);
});

test('what is away is told, with exit code 1', async () => {
  const { code, complained } = await migrate({ TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
  expect(code).toBe(1);
  expect(complained).toMatch(/^[^\n]+\n$/);
});
