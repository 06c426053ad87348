import { randomUUID } from 'node:crypto';
import { deletionOf, endAccount, type EndingPlan, revocationOf } from '../../commands/operator/accountEnding';
import { exitCodes, sentenceOf } from '../../commands/operator/desk';
import type { Account, TelcoManager, UserAdmin } from '../../src/database/accounts';
import { sealingKeyText } from '../../src/security/pukSealing';
import { AccountDeletions } from '../../src/temporal/accountDeletions';
import { unavailable } from '../../src/temporal/flowFailures';
import { codeOf, readAccount, recordCompany, tokenOf } from '../accountDeletion/support/employees';
import { recordAccount } from '../api/support/signedIn';
import { eligibleVatNumber, otherVatNumber } from '../support/codeActivities';
import { Command } from '../support/command';
import { keepingService, type KeepingService } from '../support/keepingService';

const held = keepingService();
let service: KeepingService;
let admin: UserAdmin;
let manager: TelcoManager;

beforeEach(async () => {
  service = held.service;
  await recordCompany(service);
  const of = { vatNumber: eligibleVatNumber };
  admin = await recordAccount(service.api, { ...of, _id: randomUUID(), email: 'chi.va@altrove.example' });
  manager = await recordAccount(service.api, {
    ...of,
    _id: randomUUID(),
    kind: 'telcoManager',
    username: 'TelcoManager1',
    email: 'manager@azienda.example',
    mobile: '+393201230000',
  });
});

const operator = 'Rosa Sportello';
const run = (...args: readonly string[]) => new Command('operator', args, service.env).ended;
const deletionsOf = ({ flows, settings }: KeepingService['api']['context']) =>
  new AccountDeletions(flows, settings.secrets.serviceKeys);

/** What the command does between its options and its exit code. */
function carryOut(plan: EndingPlan) {
  const { context } = service.api;
  return endAccount(deletionsOf(context), context.settings.secrets.serviceKeys, plan);
}

const revoke = async (vat = eligibleVatNumber) => carryOut(await revocationOf(service, { vat, operator }));
const remove = async (username: string, vat = eligibleVatNumber) =>
  carryOut(await deletionOf(service, { vat, username, operator }));

const usernames = async () => (await service.database.accounts.find().lean()).map(({ username }) => username);
const endOf = ({ _id }: Account) => service.ended(deletionsOf(service.api.context).referenceOf(_id));

test('prints what the API seals PUKs to; without the workers’ keys it says what to set', async () => {
  const { settings } = service.api.context;
  const printed = await run('puk-key');
  expect([printed.code, printed.said]).toEqual([0, `${sealingKeyText(settings.secrets.workerKeys!)}\n`]);
  const without = await new Command('operator', ['puk-key'], { ...service.env, WORKER_KEYS: '' }).ended;
  expect([without.code, without.complained]).toEqual([2, expect.stringMatching(/^WORKER_KEYS must be set/)]);
});

test('a User Admin who left is revoked: signed out, told beside the legal representative, audited, and the VAT number is free', async () => {
  const token = await tokenOf(service, admin.username);
  const revoked = await run('revoke-user-admin', '--vat', eligibleVatNumber, '--operator', operator);
  expect([revoked.code, revoked.said]).toEqual([
    0,
    expect.stringMatching(
      /^The User Admin is revoked: .* another one can be registered\. Reference [0-9A-Z]{10}\.\n$/,
    ),
  ]);
  expect(codeOf(await readAccount(service, token))).toEqual([401, 'SESSION_INVALID']);
  expect(await usernames()).toEqual([manager.username]);
  await endOf(admin);
  expect(service.mails.map(({ to, subject }) => `${to}: ${subject}`).sort()).toEqual([
    'chi.va@altrove.example: Il tuo account Selfcare è stato cancellato',
    'legale@azienda.example: Il profilo User Admin di Officine Esempio è stato revocato',
  ]);
  expect(service.texts.map(({ to }) => to)).toEqual([admin.mobile]);
  const events = await service.database.auditEvents.find({ event: 'accountClosed' }).lean();
  expect(events).toMatchObject([
    { actor: { role: 'supportDesk', name: '•••••••••••llo' }, detail: 'bySupportDesk' },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Rosa|Sportello/);
  await recordAccount(service.api, {
    ...admin,
    _id: randomUUID(),
    username: 'ChiArriva1',
    heldBy: 'none/next',
  });
  expect(await usernames()).toEqual([manager.username, 'ChiArriva1']);
});

test('revoked three times at once, and once more, a User Admin is revoked once', async () => {
  const ends = await Promise.all([revoke(), revoke(), revoke()]);
  const codes: readonly number[] = ends.map(({ exitCode }) => exitCode);
  expect(codes).toContain(exitCodes.done);
  expect(Math.max(...codes)).toBeLessThanOrEqual(exitCodes.nothing);
  expect(await revoke()).toEqual({
    exitCode: exitCodes.nothing,
    sentence: 'The company has no active User Admin: nothing was changed.',
  });
  await endOf(admin);
  expect(service.mails).toHaveLength(2);
});

test('a Telco Manager is deleted by username and company; that of another company is not found', async () => {
  const nobody = {
    exitCode: exitCodes.nothing,
    sentence: 'The company has no Telco Manager of this username: nothing was changed.',
  };
  expect(await remove(manager.username, otherVatNumber)).toEqual(nobody);
  expect(await remove(admin.username)).toEqual(nobody);
  expect(await remove(manager.username)).toEqual({
    exitCode: exitCodes.done,
    sentence: expect.stringMatching(/^The Telco Manager is deleted and told\. Reference /) as string,
  });
  expect(await usernames()).toEqual([admin.username]);
  await endOf(manager);
  expect(service.mails.map(({ to }) => to)).toEqual([manager.email]);
});

test('a name too short, or a VAT number that is none, is told, and nothing is done', async () => {
  const options = { vat: eligibleVatNumber, operator: 'x' };
  await expect(revocationOf(service, options).then(carryOut)).rejects.toThrow('--operator is too short');
  await expect(revoke('12345678901')).rejects.toThrow('--vat is no Italian VAT number');
  expect(await usernames()).toHaveLength(2);
});

test('where the worker is away it goes on by itself; where Temporal is, the command says what to check', async () => {
  const { flows } = service.api.context;
  const late = jest.spyOn(flows, 'start').mockResolvedValueOnce(undefined);
  expect(await revoke()).toEqual({
    exitCode: exitCodes.underWay,
    sentence: expect.stringMatching(/^It is under way and goes on by itself \(reference /) as string,
  });
  late.mockRestore();
  expect(sentenceOf(unavailable(new Error('away')))).toMatch(/^Temporal does not answer, and nothing was/);
  expect(sentenceOf(new Error('chi.va@altrove.example'))).toBe('The command failed unexpectedly (Error).');
});

test('the command says what it can do, and does nothing for somebody unnamed', async () => {
  const [help, unnamed] = await Promise.all([
    run('--help'),
    run('revoke-user-admin', '--vat', eligibleVatNumber),
  ]);
  expect([help.code, unnamed.code]).toEqual([0, 2]);
  for (const name of ['revoke-user-admin', 'delete-telco-manager']) expect(help.said).toContain(name);
  expect(unnamed.complained).toContain("'--operator <name>' not specified");
  expect(await usernames()).toHaveLength(2);
});
