import type { Connection } from 'mongoose';
import type { Database } from '../../src/database/database';
import { requireServerFeatures } from '../../src/database/serverFeatures';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));

const collections = async () => (await database.connection.listCollections()).map(({ name }) => name);

/** The server, but for one thing that it does in another way. */
function lacking(replaced: Partial<Record<keyof Connection, unknown>>): Connection {
  return new Proxy(database.connection, {
    get: (target, name) => {
      const other = Object.entries(replaced).find(([key]) => key === name)?.[1];
      const own: unknown = Reflect.get(target, name);
      return other ?? (typeof own === 'function' ? (own.bind(target) as unknown) : own);
    },
  });
}

test('the server of the tests has what the service needs, and keeps nothing of the trial', async () => {
  const before = await collections();
  await requireServerFeatures(database.connection);
  expect((await collections()).sort()).toEqual(before.sort());
});

test('a server that accepts indexes and keeps them not is named for that', async () => {
  const collection = (name: string) => {
    const own = database.connection.collection(name);
    const unkept = () => database.connection.createCollection(name);
    return Object.assign(own, { createIndexes: unkept });
  };
  await expect(requireServerFeatures(lacking({ collection }))).rejects.toThrow(
    'MONGODB_URI names a server without partial unique indexes: take another one.',
  );
});

test('a server that takes transactions and does not hold to them is named for that', async () => {
  const startSession = () =>
    Promise.resolve({ startTransaction() {}, abortTransaction: async () => {}, endSession: async () => {} });
  const collection = (name: string) => {
    const own = database.connection.collection(name);
    const insertOne = own.insertOne.bind(own);
    const updateOne = own.updateOne.bind(own);
    return Object.assign(own, {
      insertOne: (document: object) => insertOne(document),
      updateOne: (filter: object, update: object) => updateOne(filter, update),
    });
  };
  await expect(requireServerFeatures(lacking({ startSession, collection }))).rejects.toThrow(
    'without transactions that leave nothing when they end, transactions that tell of a conflict: take',
  );
});
