import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  databaseProgram,
  databaseReady,
  databaseServerPlan,
  databaseUri,
} from '../../embedded/databaseServer';
import { freePort } from '../../embedded/ports';
import { ProcessGroup } from '../../embedded/managedProcesses';
import { connectDatabase } from '../../src/database/connection';
import { openDatabase, openDatabaseOrKeepTrying } from '../../src/database/database';
import { installer } from '../support/servers';
import { testFolder } from '../support/testFolder';

const processes = new ProcessGroup();

afterAll(() => processes.killAll());

async function startedDatabase(port: number, { name = 'killed-database', isStandalone = false } = {}) {
  const folder = join(testFolder(), name);
  mkdirSync(folder, { recursive: true });
  const program = await databaseProgram(installer('database'));
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
