import mongoose, { mongo } from 'mongoose';
import { isDatabaseFailure } from '../../src/database/failures';
import { openDatabaseOrKeepTrying, type Database } from '../../src/database/database';
import { dropTestDatabase, openTestDatabase } from '../support/testDatabase';
import { freePort } from '../../embedded/ports';

let database: Database;
beforeAll(async () => (database = await openTestDatabase()));
afterAll(() => dropTestDatabase(database));

const errorOf = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => error,
  );

function serverError(answer: object): mongo.MongoServerError {
  return new mongo.MongoServerError({ message: 'not now', ...answer });
}

describe('a failure of the database', () => {
  test.each([
    ['a lost connection', new mongo.MongoNetworkError('connection closed')],
    ['a silent connection', new mongo.MongoNetworkTimeoutError('timed out')],
    ['a primary that steps down', serverError({ code: 189 })],
    ['a time limit that has passed', serverError({ code: 50 })],
    ['a write concern that is not met in time', serverError({ code: 64 })],
    ['a write that may be retried', serverError({ code: 1, errorLabels: ['RetryableWriteError'] })],
    ['a conflict of two transactions', serverError({ code: 1, errorLabels: ['TransientTransactionError'] })],
    ['an unknown commit', serverError({ code: 1, errorLabels: ['UnknownTransactionCommitResult'] })],
  ])('is %s', (_name, error) => {
    expect(isDatabaseFailure(error)).toBe(true);
  });

  test('is a server that was never reached', async () => {
    const uri = `mongodb://127.0.0.1:${await freePort()}/away`;
    const selection = { serverSelectionTimeoutMS: 50 };
    expect(isDatabaseFailure(await errorOf(mongoose.createConnection(uri, selection).asPromise()))).toBe(
      true,
    );
    const away = await openDatabaseOrKeepTrying(uri);
    expect(isDatabaseFailure(await errorOf(away.accounts.findById('a').exec()))).toBe(true);
    await away.connection.close();
  });

  test('is a client that was closed', async () => {
    const closed = await openTestDatabase();
    await dropTestDatabase(closed);
    expect(isDatabaseFailure(await errorOf(closed.accounts.findById('a').exec()))).toBe(true);
  });
});

describe('no failure of the database', () => {
  test.each([
    ['an error of the program', new TypeError('x is not a function')],
    ['a text', 'MongoNetworkError'],
    ['nothing', undefined],
    ['a duplicate', serverError({ code: 11_000 })],
    ['a wrong argument to the driver', new mongo.MongoInvalidArgumentError('no')],
    ['a missing right', serverError({ code: 13 })],
  ])('is %s', (_name, error) => {
    expect(isDatabaseFailure(error)).toBe(false);
  });

  test('is a document that does not fit, a filter that does not, or a query that the server refuses', async () => {
    const misfit = { _id: 'x' } as never;
    expect(isDatabaseFailure(await errorOf(database.accounts.create(misfit)))).toBe(false);
    const unknown = { role: 'admin' } as never;
    expect(isDatabaseFailure(await errorOf(database.accounts.findOne(unknown).exec()))).toBe(false);
    const refused = database.connection.collection('accounts').findOne({ $nonsense: 1 });
    expect(isDatabaseFailure(await errorOf(refused))).toBe(false);
  });
});
