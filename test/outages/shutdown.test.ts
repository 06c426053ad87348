import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '../../embedded/ports';
import { eventually } from '../support/eventually';
import { silentServer } from '../api/support/brokenServers';
import { jsonOf, sendRaw } from '../api/support/rawHttp';
import { exampleRegistration, goodRequests, post } from '../api/support/requests';
import { portOf, sealingKeyTo, serviceKey, TestApi, workerKey } from '../api/support/testApi';

/** Runs the API from its sources: compiled as the tests are, without type checks. */
const runSource = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
  require('./src/main.ts');
`;

const PUK_SEALING_KEY = sealingKeyTo(workerKey);

async function startProcess(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['-e', runSource], {
    cwd: join(__dirname, '../..'),
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', SERVICE_KEYS: serviceKey, PUK_SEALING_KEY, ...env },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  child.stderr.on('data', (text) => (said += String(text)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  const port = Number(env['HTTP_PORT']);
  await eventually(async () => {
    if (child.exitCode !== null) return 'ended';
    const answer = await sendRaw(port, { path: '/health/live' }).catch(() => undefined);
    return answer?.status === 200 ? 'answers' : undefined;
  }, 'The API neither answers nor ends.');
  return { child, ended, port };
}

describe('an API process', () => {
  test('starts with neither database nor Temporal, answers what is under way at SIGTERM, and leaves with 0', async () => {
    const silent = await silentServer();
    const { child, ended, port } = await startProcess({
      HTTP_PORT: String(await freePort()),
      OPERATOR_PORT: String(await freePort()),
      MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/none?directConnection=true`,
      TEMPORAL_ADDRESS: `127.0.0.1:${silent.port}`,
    });
    const ready = await sendRaw(port, { path: '/health/ready' });
    expect(jsonOf(ready)['parts']).toEqual({
      database: 'down',
      temporal: 'down',
      setup: 'down',
      workers: 'down',
    });

    const { path, method, headers, body } = post('/v1/user-admin-registrations', exampleRegistration);
    const expecting = { ...headers, 'Content-Length': Buffer.byteLength(body!), Expect: '100-continue' };
    const underWay = request({ port, path, method, headers: expecting });
    underWay.flushHeaders();
    await once(underWay, 'continue');
    underWay.end(body);
    child.kill('SIGTERM');
    const [answer] = (await once(underWay, 'response')) as [IncomingMessage];
    expect([answer.statusCode, JSON.parse(await text(answer))]).toEqual([
      503,
      expect.objectContaining({ code: 'TEMPORARILY_UNAVAILABLE' }) as unknown,
    ]);
    await expect(sendRaw(port, { path: '/health/live' })).rejects.toThrow('ECONNREFUSED');

    const { code, said } = await ended;
    await silent.close();
    expect([code, said]).toEqual([0, expect.stringContaining('api has stopped') as string]);
    expect(said).not.toMatch(/unhandled|uncaught/i);
  });

  test('whose settings contradict each other says so in one line and ends with 1', async () => {
    const { ended } = await startProcess({ HTTP_PORT: '1', OPERATOR_HOST: '0.0.0.0' });
    const { code, said } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(said)).toMatchObject({
      level: 60,
      msg: expect.stringMatching(/^OPERATOR_HOST is not the loopback: set CODEC_ENDPOINT_TOKEN/) as string,
    });
  });
});

describe('draining', () => {
  test('closes idle connections instead of waiting until they are cut', async () => {
    const api = await TestApi.start();
    api.server.keepAliveTimeout = 60_000;
    const agent = new Agent({ keepAlive: true });
    const release = api.flows.hold();
    const { path, headers } = goodRequests['readFlow']!(api);
    const asked = get({ port: portOf(api.server), path, headers, agent });
    const answered = once(asked, 'response');
    await api.flows.untilAsked(1);

    const cut = jest.spyOn(api.server, 'closeAllConnections');
    const stopped = api.stop();
    release();
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
    await stopped;
    expect(cut).not.toHaveBeenCalled();
    agent.destroy();
  });
});
