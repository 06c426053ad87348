import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  awaitPassword,
  employeesLine,
  employeeToken,
  flowId,
  managerId,
  otherSessionId,
  sessionToken,
} from '../api/support/requests';
import { signIn } from '../api/support/signedIn';
import { portOf, TestApi } from '../api/support/testApi';
import { pythonTools, toolEnvironment } from '../clients/support/apiTools';

const fewestCases = 3_000;
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
const apis: TestApi[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(apis.map((api) => api.stop()));
});

/** An API that does `first` before it answers a call; where that answers, the API does not. */
async function startApi(
  first: (api: TestApi, ...call: Parameters<RequestListener>) => Promise<void>,
): Promise<TestApi> {
  const api = await TestApi.start();
  apis.push(api);
  await api.makeIndexes();
  const [answer] = api.server.listeners('request') as RequestListener[];
  api.server.removeAllListeners('request');
  api.server.on('request', (request, response) => {
    void first(api, request, response).then(() => {
      if (!response.writableEnded) answer!(request, response);
    });
  });
  return api;
}

const changesNothing = [400, 403, 404, 405, 415];

/** Puts back what a call may have taken away: sessions, accounts, lines, tries. Each case of each run then meets the same records. */
function startWithRecords(): Promise<TestApi> {
  let changed = true;
  return startApi(async (api, { method }, response) => {
    if (changed) await Promise.all([awaitPassword(api), signIn(api)]);
    changed = false;
    response.once('finish', () => {
      changed = method !== 'GET' && !changesNothing.includes(response.statusCode);
    });
  });
}

interface Profile {
  readonly flow: 'userAdminRegistration' | 'employeeRegistration';
  readonly token: string;
}
const administrator: Profile = { flow: 'userAdminRegistration', token: sessionToken };
const employee: Profile = { flow: 'employeeRegistration', token: employeeToken };

const table = (values: object) =>
  Object.entries(values)
    .map(([name, value]) => `"${name}" = ${JSON.stringify(value)}`)
    .join('\n');

/**
 * Settings of schemathesis: tokens, real names in paths, and the statuses allowed. 401, 403, 404 and 409 tell of the caller and
 * the records. 422 refuses well-formed values that no schema can rule out: a wrong check digit or code, a weak password.
 */
function settings(api: TestApi, { flow, token }: Profile): string {
  const named = { flowId, managerId, line: employeesLine, sessionId: otherSessionId };
  const { flowTokens } = api.context;
  const session = { Authorization: `Bearer ${token}` };
  const start = flowTokens.issue({ flow, flowId, role: 'start', number: 0 });
  const password = flowTokens.issue({ flow, flowId, role: 'password', number: 1 });
  return [
    '[headers]',
    table({ ...session, 'Flow-Token': start }),
    '[parameters]',
    table(Object.fromEntries(Object.entries(named).map(([name, value]) => [`path.${name}`, value]))),
    '[checks.positive_data_acceptance]',
    '"expected-statuses" = ["2xx", 401, 403, 404, 409, 410, 422]',
    '[checks.negative_data_rejection]',
    '"expected-statuses" = [400, 401, 403, 404, 409, 415, 422]',
    '[[operations]]',
    'include-operation-id = "setPassword"',
    '[operations.headers]',
    table({ ...session, 'Flow-Token': password }),
  ].join('\n');
}

/** @returns what schemathesis wrote, whether it found something or not */
function fuzz(
  api: TestApi,
  profile: Profile,
  ...options: string[]
): Promise<{ readonly status: number; readonly text: string }> {
  const config = join(folder, `${profile.flow}.toml`);
  writeFileSync(config, settings(api, profile));
  const base = `http://127.0.0.1:${portOf(api.server)}`;
  const run = ['--config-file', config, 'run', `${base}/openapi.json`, '--url', base, '--seed', '1'];
  const limits = ['--phases', 'examples,coverage,fuzzing', '--max-examples', '12', '--workers', '1'];
  const rest = ['--no-color', '--generation-database', 'none', '--continue-on-failure'];
  return new Promise((resolve) => {
    execFile(
      join(pythonTools, 'schemathesis'),
      [...run, ...limits, ...rest, ...options],
      { cwd: folder, env: toolEnvironment, maxBuffer: 100_000_000 },
      (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code ?? 1) : 0, text: stdout + stderr }),
    );
  });
}

test('answers whatever an administrator and an employee send as the description says, and never with a 5xx', async () => {
  const runs = await Promise.all(
    [administrator, employee].map(async (profile) => fuzz(await startWithRecords(), profile)),
  );
  expect(runs.filter(({ status }) => status !== 0).map(({ text }) => text)).toEqual([]);
  const cases = runs.map(({ text }) => Number(/(?<cases>\d+) generated/.exec(text)?.groups?.['cases']));
  expect(cases.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(fewestCases);
}, 420_000);

test.each([
  [200, 'Response violates schema'],
  [500, 'Server error'],
])('finds a planted answer %i that the description does not know: %s', async (status, found) => {
  const api = await startApi((_api, { url }, response) => {
    if (url?.startsWith('/v1/portals'))
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"planted":true}');
    return Promise.resolve();
  });
  const run = await fuzz(api, administrator, '--include-operation-id', 'findPortal');
  expect(run.status).toBe(1);
  expect(run.text).toContain(found);
});
