import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exampleLines, exampleRegistration } from '../../src/records/sample/exampleCompany';
import { portOf } from '../api/support/testApi';
import { recordCompany } from '../e2e/support/company';
import { recordLine } from '../e2e/support/lines';
import { WholeService } from '../e2e/support/wholeService';
import { found, paper, tableUnder } from './papers';
import { registrationOfSession, sessionsAt } from './readmeSession';

const bash = promisify(execFile);

describe('the sessions of the README', () => {
  let service: WholeService;
  let sessions: readonly [string, string];

  beforeAll(async () => {
    service = await WholeService.start();
    const api = `http://127.0.0.1:${portOf(service.api.server)}`;
    const phone = `http://127.0.0.1:${service.phone.webPort}`;
    sessions = sessionsAt({ api, mailbox: service.mailbox.webUrl, phone });
  });
  afterAll(() => service.stop());

  test('register the first company of the sample extract', () => {
    expect(registrationOfSession()).toEqual(exampleRegistration);
  });

  test('lead to an active account when they are pasted', async () => {
    await recordCompany(service.database, 1);
    const { email } = exampleRegistration.legalRepresentative;
    await service.database.companies.updateOne({ _id: 'C-1' }, { $set: { 'representative.email': email } });
    expect(await statusesOf(sessions[0])).toEqual([
      'AWAITING_ACTIVATION',
      'AWAITING_PASSWORD',
      'COMPLETED',
      'COMPLETED',
    ]);
    const account = await service.database.accounts.findOne({ username: exampleRegistration.username });
    expect(account?.status).toBe('active');
  });

  test('register an employee by SMS and one by PUK and mail, and recover a password', async () => {
    await recordLine(service, 2, { simKind: 'data-only', puk: exampleLines.dataOnly.puk });
    const throughCode = ['AWAITING_CODE', 'AWAITING_PASSWORD', 'COMPLETED'];
    expect(await statusesOf(sessions[1])).toEqual([
      ...throughCode,
      ...['AWAITING_PUK', ...throughCode],
      ...throughCode,
    ]);
    const { voice, dataOnly } = exampleLines;
    const accounts = await service.database.accounts.find({
      username: { $in: [voice.msisdn, dataOnly.msisdn] },
    });
    expect(accounts.map(({ passwordHash }) => typeof passwordHash)).toEqual(['string', 'string']);
  });

  test('have beside them a page of calls that are the calls of the service', async () => {
    const { body } = await service.get('/openapi.json', '');
    const described = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const rows = tableUnder(paper('docs/api.md'), 'The API in one page');
    expect(rows.flatMap(([call = '']) => found(call, /`(.+)`/g)).sort()).toEqual(described.sort());
  });
});

/** What the answers of a pasted session say, one after the other. */
async function statusesOf(session: string): Promise<string[]> {
  const { stdout, stderr } = await bash('bash', ['-c', session], { timeout: 45_000 });
  expect(stderr).toBe('');
  const answers = stdout.split('\n').filter((line) => line.startsWith('{'));
  return answers.map((answer) => (JSON.parse(answer) as { status: string }).status);
}
