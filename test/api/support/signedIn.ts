import { sweepMarginMs } from '../../../src/database/documents';
import type { Account } from '../../../src/database/accounts';
import { accountOf, type AccountChange, type AccountOf } from '../../support/accounts';
import type { Session } from '../../../src/database/sessions';
import { accountNameKeyOf, keyedDigest } from '../../../src/security/digests';
import {
  accountId,
  administrator,
  employeeToken,
  employeesId,
  employeesLine,
  secondLine,
  flowId,
  goodPassword,
  managerId,
  otherSessionId,
  passkey,
  passkeyId,
  sessionId,
  sessionToken,
} from './requests';
import { workflowIdOf } from '../../../workflows/contracts/flow';
import type { TestApi } from './testApi';

export { accountId };

/** Where sign-in of the administrator is counted. */
export const triesOfAccount = (api: TestApi) =>
  `password of a name:${accountNameKeyOf(api.context.settings.secrets.serviceKeys, administrator)}`;
/** Where what comes from the loopback is counted. */
export const triesOfAddress = (api: TestApi) => `origin:${api.context.origins.keyOf('127.0.0.1')}`;
export const triesOfStepUp = `password of a session:${accountId}`;
const employee = {
  _id: employeesId,
  kind: 'employee',
  username: employeesLine,
} as const;
export const triesOfEmployeesStepUp = `password of a session:${employee._id}`;

/** A Telco Manager that the administrator invited. The link has not been used yet. */
export const invitedManager = {
  _id: managerId,
  kind: 'telcoManager',
  username: 'MarioTelco',
  firstName: 'Mario',
  lastName: "D'Esempio",
  email: 'mario@azienda.example',
  emailVerified: false,
  mobile: '+393201234572',
  passwordHash: undefined,
  status: 'reserved',
  heldBy: workflowIdOf('telcoManagerInvitation', flowId),
  invitedBy: accountId,
} as const satisfies AccountChange & { readonly kind: 'telcoManager' };

let goodHash: Promise<string> | undefined;

interface WantedAccount<Kind extends Account['kind']> extends AccountChange {
  readonly kind?: Kind;
}

/** An account with {@link goodPassword}, as its registration leaves it; the administrator's unless told otherwise. */
export async function recordAccount<Kind extends Account['kind'] = 'userAdmin'>(
  api: TestApi,
  change: WantedAccount<Kind> = {},
): Promise<AccountOf<Kind>> {
  const account = await accountWith(api, change);
  await store(api, [account]);
  return account;
}

async function store(api: TestApi, accounts: readonly Account[]): Promise<void> {
  await api.context.database.accounts.bulkWrite(
    accounts.map((replacement) => ({
      replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
    })),
  );
}

async function accountWith<Kind extends Account['kind'] = 'userAdmin'>(
  api: TestApi,
  { kind = 'userAdmin' as Kind, ...change }: WantedAccount<Kind> = {},
): Promise<AccountOf<Kind>> {
  goodHash ??= api.context.passwordHashing.hash(goodPassword);
  const own = { _id: accountId, username: administrator };
  return accountOf(kind, { ...own, passwordHash: await goodHash, sessionEpoch: 2, ...change });
}

/**
 * The administrator with a session, whose token is {@link sessionToken}, and another one; an employee with a session, whose
 * token is {@link employeeToken}; nothing failed before.
 */
export async function signIn(api: TestApi, change: Partial<Session> = {}): Promise<void> {
  const { sessions, limits } = api.context.database;
  const { serviceKeys } = api.context.settings.secrets;
  const now = api.clock.now();
  const digestOf = (token: string) => keyedDigest(serviceKeys, 'session at rest', token);
  const session = {
    tokenDigest: digestOf(sessionToken),
    accountId,
    epoch: 2,
    assurance: 'password',
    transport: 'bearer',
    provenAt: now,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
    ...change,
  } as const;
  await Promise.all([
    ...[sessions.deleteMany({}), limits.deleteMany({}), recordAll(api), recordLine(api)],
    confirmSignIn(api),
    recordPasskey(api),
  ]);
  await sessions.insertMany([
    { ...session, _id: sessionId },
    { ...session, _id: otherSessionId, tokenDigest: 'another' },
    { ...session, _id: 'employees', tokenDigest: digestOf(employeeToken), accountId: employee._id },
  ]);
}

/** The administrator's only one. */
async function recordPasskey(api: TestApi): Promise<void> {
  const { passkeys } = api.context.database;
  const { credentialId, publicKey } = passkey;
  await passkeys.deleteMany({});
  await passkeys.create({
    _id: passkeyId,
    ...{ accountId, credentialId, publicKey },
    ...{ counter: 0, transports: ['internal'], backupEligible: false, backedUp: false },
    ...{ name: 'Telefono', epoch: 0, usedProof: 'none', createdAt: api.clock.now() },
  });
}

/** A sign-in of the administrator with a code that was right, and no session on it yet. */
export async function confirmSignIn(api: TestApi): Promise<void> {
  const _id = workflowIdOf('newDeviceConfirmation', flowId);
  const expiresAt = new Date(api.clock.now().getTime() + 600_000 + sweepMarginMs);
  const confirmed = { _id, accountId, epoch: 2, askedFrom: 'address', expiresAt };
  await api.context.database.confirmedSignIns.replaceOne({ _id }, confirmed, { upsert: true });
}

async function recordAll(api: TestApi): Promise<void> {
  const at = api.clock.now();
  const recovery = { recoveredBy: 'passwordRecovery/one', recoveredAt: at };
  const replaced = { flowId, contact: 'email', at, former: 'sealed', ...recovery } as const;
  await store(api, [
    await accountWith(api, { contactReplacements: [replaced], passkeyUserHandle: passkey.userHandle }),
    await accountWith(api, employee),
    await accountWith(api, invitedManager),
  ]);
}

/** The employee's two lines, the first of them in the records. */
async function recordLine(api: TestApi): Promise<void> {
  const { lines, lineAssociations } = api.context.database;
  const line = { vatNumber: '00000010017', simKind: 'voice' } as const;
  await Promise.all([lines.deleteMany({}), lineAssociations.deleteMany({})]);
  await lines.create({
    ...line,
    _id: employeesLine,
    iccid: '8939880123456789012',
    pukDigest: { digest: 'digest', keyId: 'worker' },
    offerCode: 'OFFER',
    status: 'active',
    activatedOn: '2024-05-06',
    source: { fileDigest: 'digest', line: 2 },
  });
  const association = {
    ...line,
    accountId: employee._id,
    associatedBy: 'none/1',
    associatedAt: new Date(),
    lineActivatedOn: '2024-05-06',
  } as const;
  await lineAssociations.insertMany([
    { ...association, _id: employeesLine, slot: 0 },
    { ...association, _id: secondLine, slot: 1 },
  ]);
}

/** Lets tries that are counted in the document `_id` wait for a minute. */
export async function letWait(api: TestApi, _id: string): Promise<void> {
  const now = api.clock.now().getTime();
  const spacing = 15 * 60_000;
  const uses = Array.from({ length: 20 }, (_, index) => ({
    id: String(index),
    at: now - spacing + 60_000,
    from: 'other',
  }));
  const failures = uses.map((mark) => ({ ...mark, at: now - spacing + 60_000 }));
  const waiting = { _id, uses, failures, expiresAt: new Date(now + 86_400_000) };
  await api.context.database.limits.replaceOne({ _id }, waiting, { upsert: true });
}
