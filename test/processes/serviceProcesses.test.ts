import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { Connection, WorkflowClient } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { mongo } from 'mongoose';
import { freePort } from '../../embedded/ports';
import { openDatabase } from '../../src/database/database';
import { setUpDatabase } from '../../src/database/setup';
import { passage } from '../api/support/brokenServers';
import { jsonOf, sendRaw } from '../api/support/rawHttp';
import { sealingKeyTo, serviceKey, workerKey } from '../api/support/testApi';
import { Command, SourceProcess } from '../support/command';
import { eventually } from '../support/eventually';
import { testWorkflowBundle } from '../support/workflowBundle';
import { ownDatabaseUri } from '../support/testDatabase';

const temporalAddress = process.env['TEST_TEMPORAL_ADDRESS']!;
const temporalPort = Number(temporalAddress.split(':')[1]);

const preparedUri = ownDatabaseUri();
let bundle: string;
beforeAll(async () => {
  const database = await openDatabase(preparedUri);
  await setUpDatabase(database);
  await database.connection.close();
  bundle = (await testWorkflowBundle()).codePath;
});

let processes: SourceProcess[] = [];
afterEach(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  await Promise.all(processes.map(({ ended }) => ended));
  processes = [];
});

function start(source: string, variables: NodeJS.ProcessEnv): SourceProcess {
  const started = new SourceProcess(source, [], {
    NODE_ENV: 'test',
    SERVICE_KEYS: serviceKey,
    MONGODB_URI: preparedUri,
    TEMPORAL_ADDRESS: temporalAddress,
    ...variables,
  });
  processes.push(started);
  return started;
}

interface WorkerVariables extends NodeJS.ProcessEnv {
  readonly WORKER_HEALTH_ADDRESS: string;
}

async function startWorker(variables: NodeJS.ProcessEnv = {}) {
  const healthPort = await freePort();
  const given: WorkerVariables = {
    WORKER_KEYS: workerKey,
    TEMPORAL_TASK_QUEUE: randomUUID(),
    WORKFLOW_BUNDLE: bundle,
    WORKER_HEALTH_ADDRESS: `127.0.0.1:${healthPort}`,
    ...variables,
  };
  const worker = start('workers/main.ts', given);
  const health = () => sendRaw(healthPort, { path: '/' });
  return { worker, health };
}

function linesOf({ said }: SourceProcess): Record<string, unknown>[] {
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function says(worker: SourceProcess, text: string): Promise<unknown> {
  return eventually(() => {
    if (worker.child.exitCode !== null) throw new Error(`It ended: ${worker.said}`);
    return Promise.resolve(worker.said.includes(text) || undefined);
  }, `“${text}” was not said.`);
}

async function endsInOrder({ child, ended }: SourceProcess): Promise<void> {
  child.kill('SIGTERM');
  const { code, signal } = await ended;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
}

async function makeNamespace(namespace: string): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await connection.close();
}

async function migrate(variables: NodeJS.ProcessEnv): Promise<void> {
  const common = { NODE_ENV: 'test', SERVICE_KEYS: serviceKey, TEMPORAL_ADDRESS: temporalAddress };
  const { code, complained } = await new Command('migrate', [], { ...common, ...variables }).ended;
  expect([code, complained]).toEqual([0, '']);
}

const remediesIn = (told: SourceProcess) => linesOf(told).flatMap(({ remedy }) => remedy ?? []);

test('API and worker build no index: they tell once what is missing, and go on without a restart when migrate has run', async () => {
  const port = await freePort();
  const variables = { TEMPORAL_TASK_QUEUE: randomUUID(), MONGODB_URI: ownDatabaseUri() };
  const { worker, health } = await startWorker(variables);
  const ports = { HTTP_PORT: String(port), OPERATOR_PORT: String(await freePort()) };
  const api = start('src/main.ts', { ...ports, PUK_SEALING_KEY: sealingKeyTo(workerKey), ...variables });
  const readiness = async () => jsonOf(await sendRaw(port, { path: '/health/ready' }));

  await says(api, 'api is listening');
  await says(worker, 'run npm run migrate');
  const parts = { database: 'up', temporal: 'up', setup: 'down' };
  for (let times = 0; times < 2; times += 1)
    expect(await readiness()).toEqual({ status: 'not ready', parts: { ...parts, workers: 'down' } });
  expect(jsonOf(await health())).toEqual({ status: 'not ready', parts: { ...parts, worker: 'down' } });
  const remedy = expect.stringMatching(/^The database lacks accounts, .+: run npm run migrate\.$/) as string;
  expect([remediesIn(api), remediesIn(worker)]).toEqual([[remedy], [remedy]]);
  const client = await mongo.MongoClient.connect(variables.MONGODB_URI);
  expect(await client.db().listCollections().toArray()).toEqual([]);
  await client.close();

  await migrate(variables);
  await says(worker, 'worker is running');
  await eventually(
    async () => (await readiness())['status'] === 'ready' || undefined,
    'The API does not become ready.',
  );
  await endsInOrder(api);
  await endsInOrder(worker);
});

describe('a worker process', () => {
  test('waits for Temporal that is away at its start, works once it is back, and tells its health all the time', async () => {
    const port = await freePort();
    const { worker, health } = await startWorker({ TEMPORAL_ADDRESS: `127.0.0.1:${port}` });
    await says(worker, 'waiting for a part');
    expect((await health()).status).toBe(503);
    const way = await passage(temporalPort, port);
    await says(worker, 'worker is running');
    expect(jsonOf(await health())).toEqual({
      status: 'ready',
      parts: { database: 'up', temporal: 'up', setup: 'up', worker: 'up' },
    });
    await endsInOrder(worker);
    await way.close();
    expect(linesOf(worker).at(-1)).toMatchObject({ msg: 'worker has stopped' });
  });

  test('waits for a namespace that is missing and for its search attributes, and works once they are made', async () => {
    const namespace = `late-${randomUUID()}`;
    const { worker } = await startWorker({ TEMPORAL_NAMESPACE: namespace });
    await says(worker, `Temporal with its namespace ${namespace}`);
    await makeNamespace(namespace);
    await says(worker, `The namespace ${namespace} lacks SupportReference, CompanyKey: run npm run migrate.`);
    await migrate({ TEMPORAL_NAMESPACE: namespace, MONGODB_URI: preparedUri });
    await says(worker, 'worker is running');
    await endsInOrder(worker);
  });

  test.each(['Temporal', 'the database'])('hears SIGTERM while it waits for %s', async (part) => {
    const away = `127.0.0.1:${await freePort()}`;
    const { worker } = await startWorker(
      part === 'Temporal'
        ? { TEMPORAL_ADDRESS: away }
        : { MONGODB_URI: `mongodb://${away}/none?directConnection=true` },
    );
    await says(worker, 'waiting for a part');
    await endsInOrder(worker);
  });

  test('ends with 1 and one line where its bundle is not there', async () => {
    const { worker } = await startWorker({ WORKFLOW_BUNDLE: '/no/such/bundle.js' });
    expect((await worker.ended).code).toBe(1);
    expect(linesOf(worker)).toContainEqual(expect.objectContaining({ level: 60, service: 'worker' }));
  });

  test('ends with 1 where an index of the same name is another', async () => {
    const uri = ownDatabaseUri();
    const client = await mongo.MongoClient.connect(uri);
    await client
      .db()
      .collection('sessions')
      .createIndexes([{ key: { other: 1 }, name: 'session_of_a_token' }]);
    await client.close();
    const { worker } = await startWorker({ MONGODB_URI: uri });
    expect((await worker.ended).code).toBe(1);
    expect(linesOf(worker).at(-1)).toMatchObject({
      level: 60,
      failure: 'OtherIndex',
      msg: expect.stringContaining('has sessions.session_of_a_token defined in another way') as string,
    });
  });

  test('writes JSON lines alone, those of the SDK included', async () => {
    const TEMPORAL_TASK_QUEUE = randomUUID();
    const { worker } = await startWorker({ TEMPORAL_TASK_QUEUE });
    await says(worker, 'worker is running');
    const connection = await Connection.connect({ address: temporalAddress });
    const started = await new WorkflowClient({ connection }).start('no flow of ours', {
      taskQueue: TEMPORAL_TASK_QUEUE,
      workflowId: randomUUID(),
    });
    const ofTheCore = await eventually(
      () => Promise.resolve(linesOf(worker).find(({ runId }) => runId === started.firstExecutionRunId)),
      'The core says nothing of the run.',
    );
    expect(ofTheCore).toMatchObject({ service: 'worker', msg: expect.any(String) as string });
    await started.terminate();
    await connection.close();
    await endsInOrder(worker);
    expect(linesOf(worker).every(({ msg }) => typeof msg === 'string')).toBe(true);
    expect(worker.said).not.toContain('\u001b[');
  });
});

describe('an API process', () => {
  const PUK_SEALING_KEY = sealingKeyTo(workerKey);

  test.each([
    ['has the workers’ keys', { PUK_SEALING_KEY, WORKER_KEYS: workerKey }, 'WORKER_KEYS must not be set'],
    ['has no key to seal PUKs to', {}, 'PUK_SEALING_KEY must be set'],
  ])('ends with 1 where it %s', async (_case, variables, sentence) => {
    const api = start('src/main.ts', variables);
    expect((await api.ended).code).toBe(1);
    expect(linesOf(api).at(-1)).toMatchObject({ msg: expect.stringContaining(sentence) as string });
  });

  test.each(['HTTP_PORT', 'OPERATOR_PORT'])('ends with 1 where %s is taken', async (variable) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const ports = { HTTP_PORT: String(await freePort()), OPERATOR_PORT: String(await freePort()) };
    const api = start('src/main.ts', { ...ports, PUK_SEALING_KEY, [variable]: port });
    const { code } = await api.ended;
    taken.close();
    expect(code).toBe(1);
    expect(linesOf(api).at(-1)).toMatchObject({ level: 60, errorCode: 'EADDRINUSE' });
  });

  test('says that no worker polls, and that one does', async () => {
    const port = await freePort();
    const TEMPORAL_TASK_QUEUE = randomUUID();
    const ports = { HTTP_PORT: String(port), OPERATOR_PORT: String(await freePort()) };
    const api = start('src/main.ts', { ...ports, PUK_SEALING_KEY, TEMPORAL_TASK_QUEUE });
    await says(api, 'api is listening');
    const parts = async () => jsonOf(await sendRaw(port, { path: '/health/ready' }))['parts'];
    expect(await parts()).toEqual({ database: 'up', temporal: 'up', setup: 'up', workers: 'down' });
    const { worker } = await startWorker({ TEMPORAL_TASK_QUEUE });
    await says(worker, 'worker is running');
    await eventually(async () => {
      const told = (await parts()) as Record<string, string>;
      return told['workers'] === 'up' || undefined;
    }, 'The worker is not seen.');
    await endsInOrder(api);
  });

  test('is not ready where its namespace is missing', async () => {
    const port = await freePort();
    const ports = { HTTP_PORT: String(port), OPERATOR_PORT: String(await freePort()) };
    const api = start('src/main.ts', { ...ports, PUK_SEALING_KEY, TEMPORAL_NAMESPACE: randomUUID() });
    await says(api, 'api is listening');
    const ready = await sendRaw(port, { path: '/health/ready' });
    expect([ready.status, jsonOf(ready)['parts']]).toEqual([
      503,
      { database: 'up', temporal: 'down', setup: 'down', workers: 'down' },
    ]);
    await endsInOrder(api);
  });
});
