import { randomUUID } from 'node:crypto';
import { AuditTrail, byOwner } from '../../../src/database/auditTrail';
import type { Account } from '../../../src/database/accounts';
import type { Session } from '../../../src/database/sessions';
import type { Passkey } from '../../../src/database/passkeys';
import { keyedDigest } from '../../../src/security/digests';
import { HandmadePasskey } from '../../passkeys/support/handmade';
import { recordAccount } from './signedIn';
import type { TestApi } from './testApi';

export type Role = Account['kind'];
export const roles: readonly Role[] = ['userAdmin', 'telcoManager', 'employee'];

/** How the owner of a session was recognised, and how long ago the password was typed. */
export const proofs = {
  'a password just typed': { assurance: 'password', isRecent: true },
  'a password typed long ago': { assurance: 'password', isRecent: false },
  'a password with a code, just now': { assurance: 'passwordAndCode', isRecent: true },
  'a passkey just used': { assurance: 'passkey', isRecent: true },
  'a passkey used long ago': { assurance: 'passkey', isRecent: false },
  'the network alone': { assurance: 'network', isRecent: false },
} as const;
/** More than a typed password counts for, less than any session lives. */
const longAgoMs = 11 * 60_000;
export type Proof = keyof typeof proofs;

const companies = {
  own: { vatNumber: '00000010017', mark: 'Propria', lines: '+3932012340' },
  other: { vatNumber: '99000029993', mark: 'Estranea', lines: '+3939990099' },
} as const;
export type Whose = keyof typeof companies;

/** Everything by which another company's answers would be told: usernames, mailboxes, lines. */
export const marksOfOther = ['stranea', companies.other.lines, companies.other.vatNumber];

export function accountIdOf(whose: Whose, role: Role): string {
  return `${whose}-${role}`;
}

/** The line of a company's employee; with `slot` 1 the second one. */
export function lineOf(whose: Whose, slot: 0 | 1 = 0): string {
  return `${companies[whose].lines}1${slot}`;
}

function usernameOf(whose: Whose, role: Role): string {
  return role === 'employee' ? lineOf(whose) : `${companies[whose].mark}${role}`;
}

/** Two companies, each with an account of every role, an employee with two lines, and an event on record. */
export async function recordTwoCompanies(api: TestApi): Promise<void> {
  const { database } = api.context;
  await Promise.all(Object.values(database.connection.models).map((model) => model.deleteMany({})));
  for (const whose of ['own', 'other'] as const) await recordCompany(api, whose);
}

async function recordCompany(api: TestApi, whose: Whose): Promise<void> {
  const { vatNumber, mark } = companies[whose];
  const { database, settings } = api.context;
  const { serviceKeys } = settings.secrets;
  const trail = new AuditTrail(database.auditEvents, serviceKeys, settings.config.figures);
  for (const role of roles) {
    const _id = accountIdOf(whose, role);
    const profile = { kind: role, username: usernameOf(whose, role), vatNumber, heldBy: `none/${_id}` };
    const account = await recordAccount(api, {
      ...{ _id, ...profile, email: `${role}@${mark}.example` },
      ...(role !== 'employee' && { mobile: `${companies[whose].lines}90` }),
      ...(role === 'userAdmin' && { customerCode: `C-${mark}` }),
    });
    await trail.record({ event: 'passwordSet', id: _id, at: Date.now(), ...byOwner(account), detail: mark });
  }
  for (const slot of [0, 1] as const) await recordLine(api, whose, slot);
}

async function recordLine(api: TestApi, whose: Whose, slot: 0 | 1): Promise<void> {
  const { lines, lineAssociations } = api.context.database;
  const { vatNumber } = companies[whose];
  const line = { _id: lineOf(whose, slot), vatNumber, simKind: 'voice' } as const;
  await lines.create({
    ...line,
    iccid: `8939880${line._id.slice(3)}99`,
    pukDigest: { digest: 'digest', keyId: 'worker' },
    offerCode: 'OFFER',
    status: 'active',
    activatedOn: '2024-05-06',
    source: { fileDigest: 'digest', line: 2 },
  });
  await lineAssociations.create({
    ...line,
    accountId: accountIdOf(whose, 'employee'),
    slot,
    associatedBy: `none/${line._id}`,
    associatedAt: new Date(),
    lineActivatedOn: '2024-05-06',
  });
}

/** A session of its own, so that what one request does to it is nothing to the next. */
export async function sessionOf(
  api: TestApi,
  role: Role,
  proof: Proof = 'a password just typed',
  whose: Whose = 'own',
): Promise<{ readonly token: string; readonly sessionId: string }> {
  const token = randomUUID();
  const now = api.clock.now();
  const { assurance, isRecent } = proofs[proof];
  const session: Session = {
    _id: randomUUID(),
    tokenDigest: keyedDigest(api.context.settings.secrets.serviceKeys, 'session at rest', token),
    accountId: accountIdOf(whose, role),
    epoch: 2,
    assurance,
    transport: 'bearer',
    ...(assurance !== 'network' && {
      provenAt: isRecent ? now : new Date(now.getTime() - longAgoMs),
    }),
    createdAt: new Date(now.getTime() - (isRecent ? 0 : longAgoMs)),
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  };
  await api.context.database.sessions.create(session);
  return { token, sessionId: session._id };
}

/** A passkey of its own, for the same reason. */
export async function passkeyIdOf(api: TestApi, whose: Whose, role: Role): Promise<string> {
  const { credentialId, publicKey } = new HandmadePasskey();
  const passkey: Passkey = {
    ...{ _id: randomUUID(), accountId: accountIdOf(whose, role), credentialId, publicKey },
    ...{ counter: 0, transports: ['internal'], backupEligible: false, backedUp: false },
    ...{ name: companies[whose].mark, epoch: 0, usedProof: 'none', createdAt: api.clock.now() },
  };
  await api.context.database.passkeys.create(passkey);
  return passkey._id;
}
