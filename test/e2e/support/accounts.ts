import { verify } from '@node-rs/argon2';
import { sampleRepresentativeMobile, sampleVatNumber } from '../../../src/records/sample/sampleIdentifiers';
import { accountOf } from '../../support/accounts';
import type { CodeFlow } from './codeFlow';
import type { Answered, WholeService } from './wholeService';

/** An active account of an administrator, as its registration leaves it. Each number is another one, of another company. */
export async function recordAdministrator(
  { database }: WholeService,
  kind: 'userAdmin' | 'telcoManager',
  number: number,
) {
  const username = `Amministratore${number}`;
  const contacts = {
    email: `amministratore.${number}@azienda.example`,
    mobile: sampleRepresentativeMobile(number),
  };
  const account = accountOf(kind, {
    _id: `administrator-${number}`,
    username,
    ...contacts,
    ...(kind === 'userAdmin' && { customerCode: `C-${number}` }),
    vatNumber: sampleVatNumber(number),
    heldBy: `none/${number}`,
    passwordHash: 'service$formerly',
    sessionEpoch: 4,
    activatedAt: new Date(),
  });
  await database.accounts.create(account);
  return { username, ...contacts };
}

/** Whether the account of this username is active with this password. */
export async function isPasswordOf(
  { api, database }: WholeService,
  username: string,
  password: string,
): Promise<boolean> {
  const account = await database.accounts.findOne({ username, status: 'active' }).lean();
  const pepper = api.context.settings.secrets.serviceKeys.current('password pepper');
  const hash = account?.passwordHash?.slice(pepper.id.length);
  return hash !== undefined && verify(hash, password, { secret: pepper.secret });
}

export function signIn(service: WholeService, username: string, password: string): Promise<Answered> {
  return service.post('/v1/sessions', { username, password });
}

/** Goes through a recovery that was started, and signs in with the password that it set. */
export async function takeNewPassword(
  service: WholeService,
  flow: CodeFlow,
  {
    code,
    username,
    password,
  }: { readonly code: string; readonly username: string; readonly password: string },
): Promise<void> {
  expect(flow.started).toMatchObject({ status: 202, body: { status: 'AWAITING_CODE' } });
  expect(await flow.step('code', { code })).toMatchObject({ body: { status: 'AWAITING_PASSWORD' } });
  expect(await flow.step('password', { password })).toMatchObject({ body: { status: 'COMPLETED' } });
  expect(await signIn(service, username, password)).toMatchObject({ status: 201 });
}
