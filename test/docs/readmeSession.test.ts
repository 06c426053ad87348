import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exampleLines, exampleRegistration } from '../../src/records/sample/exampleCompany';
import { auditOf } from '../../commands/operator/audit';
import { portOf } from '../api/support/testApi';
import { gatewayAudience, startOperatorSimulator } from '../camara/support/operatorSimulator';
import { recordCompany } from '../e2e/support/company';
import { recordLine } from '../e2e/support/lines';
import { WholeService } from '../e2e/support/wholeService';
import { found, paper, sectionUnder } from './papers';
import { registrationOfSession, sessionsAt } from './readmeSession';

const bash = promisify(execFile);

describe('the sessions of the README', () => {
  let service: WholeService;
  let operator: Awaited<ReturnType<typeof startOperatorSimulator>>;
  let sessions: ReturnType<typeof sessionsAt>;

  beforeAll(async () => {
    operator = await startOperatorSimulator('http://127.0.0.1', []);
    service = await WholeService.start({
      NETWORK_GATEWAY_ISSUER: operator.issuer,
      NETWORK_GATEWAY_AUDIENCE: gatewayAudience,
    });
    const api = `http://127.0.0.1:${portOf(service.api.server)}`;
    const phone = `http://127.0.0.1:${service.phone.webPort}`;
    sessions = sessionsAt({
      api,
      mailbox: service.mailbox.webUrl,
      phone,
      operator: operator.issuer,
    });
  });
  afterAll(() => Promise.all([service.stop(), operator.close()]));

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

  test('sign in, invite, add a second SIM, are recognised by the network and delete the account', async () => {
    await recordLine(service, 4_109);
    const [admin, lines, invited, started, added, network, recognised, deleted] = await answersOf(
      sessions[2],
    );
    expect(admin).toMatchObject({ assurance: 'password', account: { profile: 'userAdmin' } });
    const { voice, dataOnly, second } = exampleLines;
    const listed = lines?.['lines'] as { readonly line: string }[];
    expect(listed.map(({ line }) => line)).toEqual([voice.msisdn, dataOnly.msisdn]);
    expect([invited, started, added].map((answer) => [answer?.['flow'], answer?.['status']])).toEqual([
      ['telcoManagerInvitation', 'AWAITING_ACTIVATION'],
      ['simAssociation', 'AWAITING_CODE'],
      ['simAssociation', 'COMPLETED'],
    ]);
    expect(network).toEqual({ line: second.msisdn });
    expect(recognised).toMatchObject({ assurance: 'network', account: { username: voice.msisdn } });
    expect(deleted).toMatchObject({ flow: 'accountDeletion', status: 'COMPLETED' });
    expect(await service.database.accounts.exists({ username: voice.msisdn })).toBeNull();
  });

  test('leave in the audit trail what the README shows of it', async () => {
    const { settings } = service.api.context;
    const [, vat = '', limit] = /audit --vat (\d+) --limit (\d+)/.exec(paper('README.md').text) ?? [];
    const { sentence } = await auditOf(
      { database: service.database, settings },
      { vat, limit: Number(limit) },
    );
    const [shown = ''] = found(paper('README.md').text, /```\n(20[^`]*?\n)```/g);
    expect(comparable(shown.trim())).toEqual(comparable(sentence));
    expect(shown.split('\n')).toHaveLength(Number(limit) + 1);
  });

  test('add a passkey by a software authenticator and sign in by it, once for each challenge', async () => {
    const [, creation, added, request, signedIn, refused] = await answersOf(sessions[3]);
    expect(creation).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none' });
    expect(added).toMatchObject({ label: 'Telefono di lavoro' });
    expect(Object.keys(request ?? {})).not.toContain('allowCredentials');
    expect(signedIn).toMatchObject({ assurance: 'passkey', account: { profile: 'userAdmin' } });
    expect(refused).toMatchObject({ status: 422, code: 'PASSKEY_REFUSED' });
  });

  test('have beside them a page of calls that are the calls of the service', async () => {
    const { body } = await service.get('/openapi.json', '');
    const described = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = found(sectionUnder(paper('docs/api.md'), 'The API in one page'), /`([A-Z]+ \/[^`]*)`/g);
    expect(listed.sort()).toEqual(described.sort());
  });
});

/** The answers of a pasted session, one after the other. */
async function answersOf(session: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await bash('bash', ['-c', session], { timeout: 120_000 });
  expect(stderr).toBe('');
  const answers = stdout.split('\n').filter((line) => line.startsWith('{'));
  return answers.map((answer) => JSON.parse(answer) as Record<string, unknown>);
}

async function statusesOf(session: string): Promise<unknown[]> {
  return (await answersOf(session)).map(({ status }) => status);
}

/** Lines of the trail without what differs from one time to the next. */
function comparable(lines: string): string[] {
  return lines.split('\n').map((line) =>
    line
      .replace(/^\S+/, 'at')
      .replace(/from \S+/, 'from')
      .replace(/reference \S+/, 'reference'),
  );
}
