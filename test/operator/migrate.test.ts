import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { mongo } from 'mongoose';
import { searchAttributes } from '../../src/temporal/searchAttributes';
import { freePort } from '../../embedded/ports';
import { ownDatabaseUri, serviceKey } from '../api/support/testApi';
import { Command } from '../support/command';

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
    `The namespace ${namespace} was there, with its search attributes.\nThe collections and their indexes are in place.\n`,
  );

  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS']! });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  await connection.close();
  expect(Object.keys(customAttributes)).toEqual(
    expect.arrayContaining(searchAttributes.map(({ name }) => name)),
  );
  const database = await mongo.MongoClient.connect(variables.MONGODB_URI);
  const names = (await database.db().collection('sessions').indexes()).map(({ name }) => name);
  await database.close();
  expect(names).toContain('session_of_a_token');
}, 180_000);

test('what is away is told, with exit code 1', async () => {
  const { code, complained } = await migrate({ TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
  expect(code).toBe(1);
  expect(complained).toMatch(/^[^\n]+\n$/);
});
