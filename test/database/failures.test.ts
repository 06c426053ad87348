import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import mongoose, { mongo } from 'mongoose';
import { databaseCodesOf, duplicateKey, isDatabaseFailure } from '../../src/database/failures';
import { openDatabase, openDatabaseOrKeepTrying, type Database } from '../../src/database/database';
import { overPort, passage } from '../api/support/brokenServers';
import { dropTestDatabase, openTestDatabase, ownDatabaseUri } from '../support/testDatabase';
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
  test.each<[string, unknown]>([
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

  test('is a server that hangs up while a request is written', async () => {
    const server = createServer((peer) => peer.end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    await once(socket.resume(), 'end');
    const error = await new Promise((resolve) => socket.on('error', resolve).write('request'));
    server.close();
    expect(isDatabaseFailure(error)).toBe(true);
  });

  test.each<[string, (away: Database) => Promise<unknown>]>([
    ['a read', ({ accounts }) => accounts.findById('a').exec()],
    ['a write', ({ accounts }) => accounts.updateOne({ _id: 'a' }, { $set: { username: 'b' } }).exec()],
    [
      'a write of several parts',
      ({ limits }) => limits.collection.bulkWrite([{ deleteOne: { filter: {} } }]),
    ],
    [
      'a transaction',
      ({ connection, accounts }) =>
        connection.transaction((session) => accounts.findById('a', null, { session })),
    ],
  ])('is %s whose server goes away', async (_name, ask) => {
    const uri = ownDatabaseUri();
    const gateway = await passage(new URL(uri));
    const away = await openDatabase(overPort(uri, gateway.port));
    await gateway.close();
    expect(isDatabaseFailure(await errorOf(ask(away)))).toBe(true);
    await away.connection.close();
  });

  test('is a client that was closed', async () => {
    const closed = await openTestDatabase();
    await dropTestDatabase(closed);
    expect(isDatabaseFailure(await errorOf(closed.accounts.findById('a').exec()))).toBe(true);
  });
});

describe('no failure of the database', () => {
  test.each<[string, unknown]>([
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

describe('a refusal of a unique index', () => {
  const refusal = (answer: object) => serverError({ code: 11_000, ...answer });
  const quoted = 'E11000 duplicate key error collection: db.accounts index: one_account_a_username dup key';

  test('names the first field of the index', () => {
    expect(duplicateKey(refusal({ keyPattern: { vatNumber: 1, username: 1 } }))).toEqual({
      field: 'vatNumber',
    });
  });

  test('names it from the message where the server gives no pattern', () => {
    expect(duplicateKey(refusal({ message: `${quoted}: { username: " index: _id_" }` }))).toEqual({
      field: 'username',
    });
    expect(
      duplicateKey(refusal({ message: 'E11000 duplicate key error index: db.a.$_id_ dup key' })),
    ).toEqual({
      field: '_id',
    });
  });

  test('is told from other errors where the index is unknown, too', () => {
    expect(duplicateKey(refusal({}))).toEqual({ field: undefined });
    expect(duplicateKey(refusal({ message: 'duplicate, index: another dup key' }))).toEqual({
      field: undefined,
    });
    expect(duplicateKey(serverError({ code: 50, keyPattern: { username: 1 } }))).toBeUndefined();
    expect(duplicateKey('11000')).toBeUndefined();
  });

  test('can be of every unique index of the service', () => {
    for (const { schema } of Object.values(database.connection.models))
      for (const [fields, { name, unique }] of schema.indexes())
        if (unique)
          expect(duplicateKey(refusal({ message: `x index: ${name} dup key` }))).toEqual({
            field: Object.keys(fields)[0],
          });
  });
});

describe('a line of the log', () => {
  test('has the code of a refusal of the server and its name, and nothing that it quotes', async () => {
    const refused = await errorOf(database.connection.collection('accounts').findOne({ $nonsense: 'Rossi' }));
    expect(databaseCodesOf(refused)).toEqual({ databaseCode: 2, databaseCodeName: 'BadValue' });
    expect(databaseCodesOf(new mongo.MongoNetworkError('Rossi'))).toEqual({});
    expect(databaseCodesOf(Object.assign(new Error(), { code: 2 }))).toEqual({});
  });
});
