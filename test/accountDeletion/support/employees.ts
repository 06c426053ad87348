import { randomUUID } from 'node:crypto';
import type { Employee } from '../../../src/database/accounts';
import { jsonOf, type RawAnswer } from '../../api/support/rawHttp';
import { goodPassword, inSession, post, type Headers } from '../../api/support/requests';
import { recordAccount } from '../../api/support/signedIn';
import { addLine, eligibleVatNumber } from '../../support/codeActivities';
import type { AccountChange } from '../../support/accounts';
import type { KeepingService } from '../../support/keepingService';

export const firstLine = '+393330000001';
export const secondLine = '+393330000002';
export const mailbox = 'una.dipendente@azienda.example';

export const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

/** Records of a company with an offer that self-care serves, and two lines. */
export async function recordCompany({ database }: KeepingService): Promise<void> {
  const source = { fileDigest: 'test', line: 1 };
  await database.offers.create({ _id: 'OWN', name: 'Own', portal: 'selfcare', source });
  await database.companies.create({
    _id: 'C-1',
    vatNumber: eligibleVatNumber,
    name: 'Officine Esempio',
    segment: 'SME',
    representative: {
      firstName: 'Chiara',
      lastName: 'Esempio',
      birthDate: '1980-02-29',
      taxCode: 'SMPCHR80B69H501X',
      email: 'legale@azienda.example',
      mobile: '+393331112222',
    },
    source,
  });
  await addLine(database, { _id: firstLine });
  await addLine(database, { _id: secondLine });
}

/** An employee's account with both lines, as registration and Associa SIM leave it. */
export async function recordEmployee(
  { api, database }: KeepingService,
  change: AccountChange = {},
): Promise<Employee> {
  const _id = `employeeRegistration/${randomUUID()}`;
  const account = await recordAccount(api, {
    _id,
    kind: 'employee',
    username: firstLine,
    vatNumber: eligibleVatNumber,
    email: mailbox,
    heldBy: _id,
    channel: 'sms',
    ...change,
  });
  const association = {
    accountId: account._id,
    vatNumber: eligibleVatNumber,
    associatedBy: account.heldBy,
    associatedAt: new Date(),
    simKind: 'voice',
    lineActivatedOn: '2024-01-01',
  } as const;
  await database.lineAssociations.create([
    { ...association, _id: firstLine, slot: 0 },
    { ...association, _id: secondLine, slot: 1 },
  ]);
  return account;
}

/** Signs in, and gives the session's token. */
export async function tokenOf(
  { api }: KeepingService,
  username: string,
  password = goodPassword,
): Promise<string> {
  const answer = await api.send(post('/v1/sessions', { username, password }));
  expect(answer.status).toBe(201);
  return jsonOf(answer)['token'] as string;
}

export function readAccount({ api }: KeepingService, token: string): Promise<RawAnswer> {
  return api.send(inSession('GET', '/v1/account', bearer(token)));
}

export function deleteAccount(
  { api }: KeepingService,
  token: string,
  headers: Headers = {},
  password = goodPassword,
): Promise<RawAnswer> {
  return api.send(post('/v1/account/deletion', { password }, { ...bearer(token), ...headers }));
}

export const codeOf = (answer: RawAnswer) => [answer.status, jsonOf(answer)['code']];
