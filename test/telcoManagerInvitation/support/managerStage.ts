import { createAccountDeletionActivities } from '../../../activities/accountDeletion';
import { createTelcoManagerInvitationActivities } from '../../../activities/telcoManagerInvitation';
import type { Account, UserAdmin } from '../../../src/database/accounts';
import type { Database } from '../../../src/database/database';
import { SessionStore } from '../../../src/database/sessionStore';
import { authenticator } from '../../../src/routes/sessions/sessionTokens';
import { ActivationLinks } from '../../../src/security/flowTokens';
import { type Invitation, sealInvitation } from '../../../src/security/sealing';
import type { TelcoManagerInvitationInput } from '../../../workflows/contracts/telcoManagerInvitation';
import { createCodeParts, day, resetRecords, start } from '../../support/codeActivities';
import { patientDeadline } from '../../support/settings';
import { accountOf } from '../../support/accounts';

export const vatNumber = '99000019994';
export const otherVatNumber = '00000010017';
export const otherVatNumbers = [otherVatNumber, '00000010025', '00000010033'];
export const profile = {
  username: 'MarioTelco',
  firstName: 'Mario',
  lastName: "D'Esempio",
  email: 'mario@azienda.example',
  mobile: '+393201234568',
};

function adminOf(company: string, _id: string): UserAdmin {
  const heldBy = `userAdminRegistration/${_id}`;
  return accountOf('userAdmin', { _id, username: `Other${_id}`, heldBy, vatNumber: company });
}

type Asked = Partial<Omit<TelcoManagerInvitationInput, 'invitation'>> & {
  readonly vatNumber?: string;
  readonly profile?: Partial<NonNullable<Invitation['profile']>>;
  readonly now?: number;
};

/** The activities of invitations and of deletions on a database, with a company that has a User Admin. */
export class ManagerStage {
  private readonly parts: ReturnType<typeof createCodeParts>;
  private readonly store: SessionStore;
  readonly activities;
  readonly links: ActivationLinks;

  constructor(readonly database: Database) {
    this.parts = createCodeParts(database);
    const { dependencies } = this.parts;
    this.links = new ActivationLinks(dependencies.serviceKeys, 'https://selfcare.example');
    const all = { ...dependencies, links: this.links };
    this.store = new SessionStore(database.sessions, dependencies.serviceKeys, dependencies.figures);
    this.activities = {
      ...this.parts.activities,
      ...createTelcoManagerInvitationActivities(all),
      ...createAccountDeletionActivities(all),
    };
  }

  get mails() {
    return this.parts.mails.sent;
  }

  get serviceKeys() {
    return this.parts.dependencies.serviceKeys;
  }

  async reset(): Promise<void> {
    await resetRecords(this.database);
    this.mails.length = 0;
    await this.database.companies.create({
      _id: 'C-1',
      vatNumber,
      name: 'Officine Esempio',
      segment: 'SME',
      representative: {
        firstName: 'Niccolò',
        lastName: 'Prova',
        birthDate: '1980-05-17',
        taxCode: 'SMPCHR80E57H501D',
        email: 'legale@azienda.example',
        mobile: '+393999000001',
      },
      source: { fileDigest: 'test', line: 1 },
    });
    const admin = { _id: 'admin', username: 'AdminEsempio', heldBy: 'userAdminRegistration/admin' };
    const about = {
      vatNumber,
      email: 'admin@azienda.example',
      locale: 'en',
      reservedAt: new Date(start),
    } as const;
    await this.database.userAdmins.create([
      accountOf('userAdmin', { ...admin, ...about }),
      ...otherVatNumbers.map((other, index) => adminOf(other, `admin${index}`)),
    ]);
  }

  /** A new profile; with `replaces`, one that is there. */
  reserve(flowId: string, asked: Asked = {}) {
    const company = asked.vatNumber ?? vatNumber;
    const invited = asked.replaces === undefined ? { profile: { ...profile, ...asked.profile } } : {};
    return this.activities.reserveManager({
      flowId,
      managerId: asked.managerId ?? flowId,
      invitation: sealInvitation(this.serviceKeys, { vatNumber: company, ...invited }),
      ...(asked.replaces !== undefined && { replaces: asked.replaces }),
      actor: { role: 'userAdmin', accountId: 'admin', name: '•••••••••mpio' },
      subject: 'Telco Manager •••••••lco',
      addressKey: 'address',
      locale: 'it',
      supportReference: '0000000000',
      figures: { linkLifeMs: 3 * day, passwordWindowMs: 1, resendCooldownsMs: [], resendsPerFlow: 3 },
      now: asked.now ?? start,
    });
  }

  /** Invites `managerId` anew in place of the flow that holds it. */
  replace(flowId: string, replaced: string, managerId = replaced) {
    return this.reserve(flowId, { replaces: `telcoManagerInvitation/${replaced}`, managerId });
  }

  async claim(flowId: string, claimId = 'claim'): Promise<void> {
    await this.database.passwordClaims.create({
      _id: `telcoManagerInvitation/${flowId}`,
      claimId,
      passwordHash: `hash of ${claimId}`,
      expiresAt: new Date(start + day),
    });
  }

  activate(flowId: string, claimId = 'claim') {
    return this.activities.activateManager({ flowId, claimId, now: start });
  }

  /** Reserved, and active with a password. */
  async active(flowId: string, asked: Asked = {}): Promise<void> {
    await this.reserve(flowId, asked);
    await this.claim(flowId);
    await this.activate(flowId);
  }

  async delete(accountId: string): Promise<void> {
    const account = await this.activities.accountToDelete({ accountId });
    if (account === null) return;
    const actor = { role: 'userAdmin', accountId: 'admin' } as const;
    const request = {
      flowId: `d-${accountId}`,
      accountId,
      account,
      actor,
      supportReference: '0',
      now: start,
    };
    await this.activities.deleteAccount({ ...request, reason: 'byUserAdmin' });
  }

  /** The token of a session that begins now. */
  async signIn(accountId: string): Promise<string> {
    const account = await this.account(accountId);
    const wanted = { accountId, epoch: account?.sessionEpoch ?? 0, idempotencyKey: `key-${accountId}` };
    const opened = await this.store.open({ ...wanted, assurance: 'password', transport: 'bearer' }, start);
    return opened.token;
  }

  async opens(token: string): Promise<boolean> {
    const now = () => new Date(start);
    const { database, store: sessions } = this;
    const authenticate = authenticator({ database, databaseDeadline: patientDeadline, sessions, now });
    return (await authenticate(token)) !== undefined;
  }

  account(_id: string): Promise<Account | null> {
    return this.database.accounts.findById(_id).lean();
  }

  sendMail(flowId: string, number = 1): Promise<void> {
    const expiresAt = start + 3 * day;
    return this.activities.sendInvitationMail({ flowId, supportReference: '0000000000', number, expiresAt });
  }
}
