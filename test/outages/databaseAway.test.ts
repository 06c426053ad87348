import { ConnectionStates } from 'mongoose';
import { freePort } from '../../embedded/ports';
import { eventually } from '../support/eventually';
import { overPort, passage, silentServer } from '../api/support/brokenServers';
import { jsonOf } from '../api/support/rawHttp';
import { awaitPassword, goodRequests } from '../api/support/requests';
import { TestApi } from '../api/support/testApi';
import { ownDatabaseUri } from '../support/testDatabase';

/** Far above every deadline, which a slow machine adds to, and below the 20 seconds after which a socket gives up. */
const longestSeconds = 15;
const hasty = { DATABASE_DEADLINE_MS: '1000', FLOW_DEADLINE_MS: '2000' };

async function readiness(api: TestApi) {
  const answer = await api.send({ path: '/health/ready' });
  return { status: answer.status, ...jsonOf(answer) };
}

async function secondsOf<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const began = performance.now();
  return [await work(), (performance.now() - began) / 1_000];
}

/**
 * Calls of flows that nobody has to be signed in for: sign-in and an undo ask the database alone, a portal the list of offers, and a
 * challenge for passkeys nothing.
 */
function operationsOfFlows(api: TestApi): string[] {
  return api.context.endpoints
    .filter(
      ({ session, operationId }) =>
        session === undefined && !['findPortal', 'undoRecovery', 'askForPasskeySignIn'].includes(operationId),
    )
    .map(({ operationId }) => operationId);
}

/** They ask the database, and no flow. */
const needNoFlow = [
  'signIn',
  'signInByNetwork',
  'signInByPasskey',
  'listPasskeys',
  'addPasskey',
  'askForPasskeyStepUp',
  'listSessions',
  'endSessions',
  'readSession',
  'signOut',
  'stepUp',
  'endSession',
  'readAccount',
];

describe('without Temporal', () => {
  test.concurrent.each(['is not reached', 'accepts and says nothing'])(
    'that %s: every call of a flow ends with 503 within its deadline, and the health page names what is down',
    async (kind) => {
      const silent = await silentServer();
      const port = kind === 'is not reached' ? await freePort() : silent.port;
      const api = await TestApi.start(
        { ...hasty, TEMPORAL_ADDRESS: `127.0.0.1:${port}` },
        { realFlows: true },
      );
      try {
        const operations = operationsOfFlows(api);
        const answers = await Promise.all(
          operations.map((name) => secondsOf(() => api.send(goodRequests[name]!(api)))),
        );
        for (const [index, [answer, seconds]] of answers.entries()) {
          expect([
            operations[index],
            answer.status,
            jsonOf(answer)['code'],
            answer.headers['retry-after'],
          ]).toEqual([operations[index], 503, 'TEMPORARILY_UNAVAILABLE', '5']);
          expect(seconds).toBeLessThan(longestSeconds);
        }
        const [ready, seconds] = await secondsOf(() => readiness(api));
        expect(ready).toEqual({
          status: 'not ready',
          parts: { database: 'up', temporal: 'down', setup: 'down', workers: 'down' },
        });
        expect(seconds).toBeLessThan(longestSeconds);
        expect((await api.send({ path: '/health/live' })).status).toBe(200);
      } finally {
        await api.stop();
        await silent.close();
      }
    },
  );
});

describe('without the database', () => {
  test('the API starts, says so, and goes on as soon as the database is there', async () => {
    const uri = ownDatabaseUri();
    const port = await freePort();
    const api = await TestApi.start({
      ...hasty,
      MONGODB_URI: overPort(uri, port),
      TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    });
    expect(await readiness(api)).toMatchObject({
      status: 'not ready',
      parts: { database: 'down', temporal: 'up' },
    });
    for (const name of ['setPassword', ...needNoFlow]) {
      const answer = await api.send(goodRequests[name]!(api));
      expect([name, answer.status, jsonOf(answer)['code']]).toEqual([name, 503, 'TEMPORARILY_UNAVAILABLE']);
    }
    expect((await api.send(goodRequests['registerUserAdmin']!(api))).status).toBe(202);

    const mended = await passage(new URL(uri), port);
    try {
      const { connection } = api.context.database;
      const isConnected = () => (connection.readyState === ConnectionStates.connected ? true : undefined);
      await eventually(isConnected, 'The API did not connect to the database.');
      await awaitPassword(api);
      expect((await api.send(goodRequests['setPassword']!(api))).status).toBe(200);
      expect(await readiness(api)).toMatchObject({ parts: { database: 'up', temporal: 'up' } });
    } finally {
      await api.stop();
      await mended.close();
    }
  });

  test.each(['is cut off', 'falls silent'])(
    'that %s while the API runs, a password gets 503 within its deadline, and 200 afterwards',
    async (kind) => {
      const uri = ownDatabaseUri();
      const server = new URL(uri);
      const first = await passage(server);
      const { port } = first;
      const api = await TestApi.start({ ...hasty, MONGODB_URI: overPort(uri, port) });
      await awaitPassword(api);
      await first.close();
      const silent = kind === 'falls silent' ? await silentServer(port) : undefined;

      const [answer, seconds] = await secondsOf(() => api.send(goodRequests['setPassword']!(api)));
      expect([answer.status, jsonOf(answer)['code'], answer.headers['retry-after']]).toEqual([
        503,
        'TEMPORARILY_UNAVAILABLE',
        '5',
      ]);
      expect(seconds).toBeLessThan(longestSeconds);
      expect(api.flows.steps).toEqual([]);
      expect(await readiness(api)).toMatchObject({ parts: { database: 'down' } });

      await silent?.close();
      const mended = await passage(server, port);
      try {
        let status = 503;
        while (status === 503) ({ status } = await api.send(goodRequests['setPassword']!(api)));
        expect(status).toBe(200);
      } finally {
        await api.stop();
        await mended.close();
      }
    },
  );
});
