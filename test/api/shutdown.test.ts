import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../embedded/ports';
import { silentServer } from './support/brokenServers';
import { jsonOf, sendRaw } from './support/rawHttp';
import { exampleRegistration, goodRequests, post } from './support/requests';
import { portOf, serviceKey, TestApi } from './support/testApi';

/** Runs the API from its sources: compiled as the tests are, without type checks. */
const runSource = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
  require('./src/main.ts');
`;

async function startProcess(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['-e', runSource], {
    cwd: join(__dirname, '../..'),
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', SERVICE_KEYS: serviceKey, ...env },
  });
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  child.stderr.on('data', (text) => (said += String(text)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  const port = Number(env['HTTP_PORT']);
  while (child.exitCode === null) {
    const answer = await sendRaw(port, { path: '/health/live' }).catch(() => undefined);
    if (answer?.status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
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
    expect(jsonOf(ready)['parts']).toEqual({ database: 'down', temporal: 'down' });

    const underWay = sendRaw(port, post('/v1/user-admin-registrations', exampleRegistration));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    const answer = await underWay;
    expect([answer.status, jsonOf(answer)['code']]).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
    await expect(sendRaw(port, { path: '/health/live' })).rejects.toThrow('ECONNREFUSED');

    const { code, said } = await ended;
    await silent.close();
    expect([code, said]).toEqual([0, expect.stringContaining('api has stopped') as string]);
    expect(said).not.toMatch(/unhandled|uncaught/i);
  });

  test('whose settings contradict each other says so in one sentence and ends with 1', async () => {
    const { ended } = await startProcess({ HTTP_PORT: '1', OPERATOR_HOST: '0.0.0.0' });
    expect(await ended).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^OPERATOR_HOST is not the loopback: set CODEC_ENDPOINT_TOKEN[^\n]*\n$/,
      ) as string,
    });
  });
});

/** Below the ten seconds after which what is still open is cut. */
const longestDrainMs = 8_000;

describe('draining', () => {
  test('does not wait for connections that are kept open with nothing on them', async () => {
    const api = await TestApi.start();
    api.server.keepAliveTimeout = 60_000;
    const agent = new Agent({ keepAlive: true });
    const release = api.flows.hold();
    const { path, headers } = goodRequests['readFlow']!(api);
    const asked = get({ port: portOf(api.server), path, headers, agent });
    const answered = once(asked, 'response');
    await new Promise((resolve) => setTimeout(resolve, 200));

    const began = performance.now();
    const stopped = api.stop();
    release();
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
    await stopped;
    expect(performance.now() - began).toBeLessThan(longestDrainMs);
    agent.destroy();
  });
});
