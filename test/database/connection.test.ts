import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { mongo } from 'mongoose';
import { openDatabase, type Database } from '../../src/database/database';
import { accountOf } from '../support/accounts';
import { overPort } from '../api/support/brokenServers';
import { dropTestDatabase, openTestDatabase, ownDatabaseUri } from '../support/testDatabase';

let database: Database;
beforeAll(async () => (database = await openTestDatabase({ monitored: true })));
afterAll(() => dropTestDatabase(database));

/** The commands that the driver sends during `work`. */
async function commandsOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const commands: Record<string, unknown>[] = [];
  const note = ({ command }: mongo.CommandStartedEvent) => commands.push(command);
  const client = database.connection.getClient();
  client.on('commandStarted', note);
  await work();
  client.off('commandStarted', note);
  return commands;
}

const inTransaction = () =>
  database.connection.transaction((session) => database.accounts.findById('a', null, { session }));

test.each<[string, () => Promise<unknown>]>([
  ['a document', () => database.accounts.findById('a').exec()],
  ['a count', () => database.accounts.countDocuments({ username: 'a' }).exec()],
  ['an aggregation', () => database.lines.aggregate([{ $match: { _id: 'a' } }]).exec()],
  ['a transaction', inTransaction],
])('a read of %s sees what a majority has', async (_name, read) => {
  const [first] = await commandsOf(read);
  expect(first).toMatchObject({ readConcern: { level: 'majority' } });
});

test('a write is durable at a majority before it is acknowledged, and the driver may retry it', async () => {
  const [write] = await commandsOf(() =>
    database.accounts.updateOne({ _id: 'a' }, { status: 'active' }).exec(),
  );
  expect(write).toMatchObject({
    writeConcern: { w: 'majority', j: true },
    txnNumber: expect.anything() as unknown,
  });
  const commands = await commandsOf(inTransaction);
  expect(commands.at(-1)).toMatchObject({ commitTransaction: 1, writeConcern: { w: 'majority', j: true } });
});

test('a write whose answer is lost is made once, and its caller hears of it', async () => {
  const account = accountOf('employee', { _id: 'once', username: '+393330000001' });
  await database.accounts.create(account);
  const target = new URL(ownDatabaseUri());
  let cuts = 0;
  const way = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    let isCut = false;
    socket.on('data', (request) => {
      isCut = cuts === 0 && request.includes('sessionEpoch');
      onward.write(request);
    });
    onward.on('data', (answer) => {
      if (!isCut) return void socket.write(answer);
      cuts += 1;
      socket.destroy();
    });
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const])
      one.on('error', () => undefined).on('close', () => other.destroy());
  });
  await once(way.listen(0, '127.0.0.1'), 'listening');
  const { name } = database.connection;
  const { port } = way.address() as AddressInfo;
  const uri = new URL(overPort(ownDatabaseUri(), port));
  uri.pathname = `/${name}`;
  const cut = await openDatabase(uri.href);
  const change = cut.accounts.updateOne({ _id: 'once' }, { $inc: { sessionEpoch: 1 } });
  expect((await change.exec()).modifiedCount).toBe(1);
  await cut.connection.close();
  way.close();
  const kept = await database.accounts.findById('once').lean();
  expect([cuts, kept?.sessionEpoch]).toEqual([1, (account.sessionEpoch ?? 0) + 1]);
});
