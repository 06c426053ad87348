import type { Account } from '../../../src/database/accounts';
import type { Session } from '../../../src/database/sessions';
import { accountNameKeyOf, keyedDigest } from '../../../src/security/digests';
import {
  administrator,
  employeeToken,
  employeesId,
  employeesLine,
  secondLine,
  flowId,
  goodPassword,
  managerId,
  otherSessionId,
  sessionToken,
} from './requests';
import { workflowIdOf } from '../../../workflows/contracts/flow';
import type { TestApi } from './testApi';

export const accountId = 'signed-in';
const sessionId = 'mYw3rXn0QyK2cJx4mB7gZl';
/** Where sign-in of the administrator is counted. */
export const triesOfAccount = (api: TestApi) =>
  `account:${accountNameKeyOf(api.context.settings.secrets.serviceKeys, administrator)}`;
export const triesOfStepUp = `step-up:${accountId}`;
const employee = {
  _id: employeesId,
  kind: 'employee',
  username: employeesLine,
  customerCode: undefined,
} as const;
export const triesOfEmployeesStepUp = `step-up:${employee._id}`;

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
  customerCode: undefined,
  passwordHash: undefined,
  status: 'reserved',
  heldBy: workflowIdOf('telcoManagerInvitation', flowId),
  invitedBy: accountId,
} as const satisfies Partial<Account>;

let goodHash: Promise<string> | undefined;

/** An account with {@link goodPassword}, as its registration leaves it. */
export async function recordAccount(api: TestApi, change: Partial<Account> = {}): Promise<Account> {
  const [account] = await recordAccounts(api, [change]);
  if (!account) throw new Error('One account is recorded.');
  return account;
}

async function recordAccounts(api: TestApi, changes: readonly Partial<Account>[]): Promise<Account[]> {
  const accounts = await Promise.all(changes.map((change) => accountWith(api, change)));
  await api.context.database.accounts.bulkWrite(
    accounts.map((replacement) => ({
      replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
    })),
  );
  return accounts;
}

async function accountWith(api: TestApi, change: Partial<Account>): Promise<Account> {
  goodHash ??= api.context.passwordHashing.hash(goodPassword);
  return {
    _id: accountId,
    kind: 'userAdmin',
    username: administrator,
    vatNumber: '00000010017',
    customerCode: 'C-1',
    email: 'amministratrice@azienda.example',
    emailVerified: true,
    mobile: '+393201234599',
    status: 'active',
    heldBy: `none/${change._id ?? accountId}`,
    passwordHash: await goodHash,
    sessionEpoch: 2,
    locale: 'it',
    reservedAt: new Date(),
    ...change,
  };
}

/**
 * The administrator with a session, whose token is {@link sessionToken}, and another one; an employee with a session, whose
 * token is {@link employeeToken}; nothing failed before.
 */
export async function signIn(api: TestApi, change: Partial<Session> = {}): Promise<void> {
  const { sessions, signInTries } = api.context.database;
  const { serviceKeys } = api.context.settings.secrets;
  const now = api.clock.now();
  const digestOf = (token: string) => keyedDigest(serviceKeys, 'session at rest', token);
  const session = {
    tokenDigest: digestOf(sessionToken),
    accountId,
    epoch: 2,
    assurance: 'password',
    transport: 'bearer',
    passwordProvenAt: now,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
    ...change,
  } as const;
  await Promise.all([
    sessions.deleteMany({}),
    signInTries.deleteMany({}),
    recordAccounts(api, [{}, employee, invitedManager]),
    recordLine(api),
  ]);
  await sessions.insertMany([
    { ...session, _id: sessionId },
    { ...session, _id: otherSessionId, tokenDigest: 'another' },
    { ...session, _id: 'employees', tokenDigest: digestOf(employeeToken), accountId: employee._id },
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
    pukDigest: { digest: 'digest', edgeKeyId: 'service', restKeyId: 'worker' },
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

/** Lets tries that are counted at `key` wait for a minute. */
export async function letWait(api: TestApi, key: string): Promise<void> {
  const inAMinute = new Date(api.clock.now().getTime() + 60_000);
  await api.context.database.signInTries.create({
    _id: key,
    stamp: 'stamp',
    tries: 10,
    entries: [],
    opensAt: inAMinute,
    forgottenAt: inAMinute,
    expiresAt: inAMinute,
  });
}
