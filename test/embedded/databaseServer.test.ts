import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import {
  databaseProgram,
  databaseBeside,
  databaseReady,
  databaseServerPlan,
  databaseUri,
  dropDatabases,
} from '../../embedded/databaseServer';
import { freePort } from '../../embedded/ports';
import { ProcessGroup } from '../../embedded/managedProcesses';
import { readDatabaseSource } from '../../embedded/settings';
import { connectDatabase } from '../../src/database/connection';
import { openDatabase, openDatabaseOrKeepTrying } from '../../src/database/database';
import { installer } from '../support/servers';
import { testFolder } from '../support/testFolder';

const processes = new ProcessGroup();

afterAll(() => processes.killAll());

async function startedDatabase(port: number, { name = 'killed-database', isStandalone = false } = {}) {
  const folder = join(testFolder(), name);
  mkdirSync(folder, { recursive: true });
  const program = await databaseProgram(readDatabaseSource(process.env), installer('database'));
  const plan = databaseServerPlan(program, { port, folder, logFile: join(folder, 'database.log') });
  const { args } = plan;
  const standalone = { mongod: args.slice(2), secantus: [...args, '--standalone'] }[program.kind];
  const server = processes.start(isStandalone ? { ...plan, args: standalone } : plan);
  await databaseReady(server, port);
  return server;
}

test('an acknowledged transaction outlives the death of the database right after it', async () => {
  const port = await freePort();
  let server = await startedDatabase(port);
  const written: string[] = [];
  for (const _id of ['first', 'second', 'third']) {
    const connection = await connectDatabase(databaseUri(port));
    const marks = connection.collection<{ _id: string }>('marks');
    await connection.transaction(async (session) => {
      await marks.insertOne({ _id }, { session });
    });
    server.kill();
    await Promise.all([server.ended, connection.close()]);
    written.push(_id);

    server = await startedDatabase(port);
    const again = await connectDatabase(databaseUri(port));
    const found = await again.collection<{ _id: string }>('marks').find().toArray();
    await again.close();
    expect(found.map((mark) => mark._id).toSorted()).toEqual(written.toSorted());
  }
});

test('a standalone server, which has no transactions, is refused in a sentence that says what to do', async () => {
  const port = await freePort();
  const server = await startedDatabase(port, { name: 'standalone-database', isStandalone: true });
  const sentence = /^MONGODB_URI names a standalone server, .* make it a replica set/;
  await expect(openDatabase(databaseUri(port))).rejects.toThrow(sentence);
  await expect(openDatabaseOrKeepTrying(databaseUri(port))).rejects.toThrow(sentence);
  server.kill();
  await server.ended;
});

test.each([
  ['mongodb://127.0.0.1:27017', ''],
  ['mongodb://127.0.0.1:27017', '?directConnection=true'],
  [`mongodb://${['name', 'a%2Fb'].join(':')}@one:27017,two:27018`, '?replicaSet=set&authSource=admin'],
  ['mongodb+srv://cluster.example', ''],
])('beside the databases of a server at %s with “%s” there is another', (server, options) => {
  for (const database of ['/', '/test'])
    expect(databaseBeside(`${server}${database}${options}`, 'own')).toBe(`${server}/own${options}`);
  expect(databaseBeside(server, 'own')).toBe(`${server}/own`);
});

test('a run drops its own databases, and those of nobody else', async () => {
  const server = process.env['TEST_MONGODB_URI']!;
  const run = randomUUID().slice(0, 8);
  const names = [`${run}-one`, `${run}-two`, `other-${run}`];
  const client = await mongo.MongoClient.connect(server);
  for (const name of names) await client.db(name).collection('marks').insertOne({});
  await dropDatabases(server, run);
  const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
  await client.db(`other-${run}`).dropDatabase();
  await client.close();
  expect(databases.map(({ name }) => name).filter((name) => names.includes(name))).toEqual([`other-${run}`]);
});
