import { randomUUID } from 'node:crypto';
import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import type { Session } from '../../database/sessions';
import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import type { SignedIn } from '../../http/sessionDoor';
import { normaliseAccountName } from '../../identifiers/accountName';
import { stepIdOf } from '../../security/flowIds';
import type { KnownDevices } from '../../security/knownDevices';
import type { PasswordHashing } from '../../security/passwordHashing';
import { normalisePassword } from '../../security/passwordPolicy';
import { accountNameKeyOf } from '../../security/subjectKeys';
import { withinDatabaseDeadline } from '../databaseDeadline';
import type { CountedTry, Tries } from './tries';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly transport: Session['transport'];
  readonly idempotencyKey: string;
  readonly addressKey: string;
  /** Of the device, where it signed in before. */
  readonly deviceToken: string | undefined;
  /** Of a session that this one takes the place of. */
  readonly formerToken: string | undefined;
}

export interface SignInAnswer extends OpenedSession {
  readonly account: Account;
  /** Where the device was not known to the account yet. */
  readonly deviceToken: string | undefined;
}

export interface SignInDependencies {
  readonly database: Database;
  readonly sessions: SessionStore;
  readonly tries: Tries;
  readonly passwordHashing: PasswordHashing;
  readonly knownDevices: KnownDevices;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
  readonly now: () => Date;
}

/** Signs in by username and password. Whatever is wrong with them, the work, the answer and what is counted are the same. */
export class SignIn {
  constructor(private readonly dependencies: SignInDependencies) {}

  /** @throws Problem `CREDENTIALS_WRONG`, `SIGN_IN_WAIT`, `OVERLOADED` */
  async signIn(given: Credentials): Promise<SignInAnswer> {
    const { database, knownDevices, tries, now } = this.dependencies;
    const name = normaliseAccountName(given.username)?.value ?? given.username;
    const password = normalisePassword(given.password);
    const device = knownDevices.recognise(given.deviceToken ?? '', name, now().getTime());
    const account = await tries.attempt(this.triesOf(given, name, password, device), async () => {
      const found = database.accounts.findOne({ username: name, status: 'active' }).lean<Account | null>();
      return this.proven(await withinDatabaseDeadline(found.exec()), password);
    });
    if (!account) throw new Problem('CREDENTIALS_WRONG');
    const opened = await this.open(account, given);
    const deviceToken = device === undefined ? knownDevices.issue(name, now().getTime()) : undefined;
    return { ...opened, account, deviceToken };
  }

  /**
   * Proves the password once more, in a session: it gets another token and the assurance of a password.
   *
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, `OVERLOADED`
   */
  async stepUp({ session }: SignedIn, typed: string, idempotencyKey: string): Promise<OpenedSession> {
    const { database, sessions, serviceKeys, tries, figures, now } = this.dependencies;
    const { accountId, epoch } = session;
    const password = normalisePassword(typed);
    const entryId = stepIdOf(serviceKeys, accountId, 'step-up', idempotencyKey, password);
    const subject = { key: `step-up:${accountId}`, budget: figures.signInWaits.perAccount };
    const account = await tries.attempt([{ subject, entryId, whenRight: 'forget' }], async () => {
      const found = database.accounts.findById(accountId).lean<Account | null>();
      return this.proven(await withinDatabaseDeadline(found.exec()), password);
    });
    if (!account) throw new Problem('PASSWORD_WRONG');
    const isCurrent = (account.sessionEpoch ?? 0) === epoch;
    const raised = isCurrent
      ? await withinDatabaseDeadline(sessions.raise(session, now().getTime()))
      : undefined;
    if (!raised) throw new Problem('SESSION_INVALID');
    return raised;
  }

  /** A device that the account knows counts by itself: what strangers get wrong elsewhere does not make it wait. */
  private triesOf(
    { idempotencyKey, addressKey }: Credentials,
    name: string,
    password: string,
    device: string | undefined,
  ): CountedTry[] {
    const { serviceKeys, figures } = this.dependencies;
    const { perAccount, perAddress } = figures.signInWaits;
    const nameKey = accountNameKeyOf(serviceKeys, name);
    const entryId = stepIdOf(serviceKeys, nameKey, 'sign-in', idempotencyKey, password);
    const ofName = (key: string): CountedTry => ({
      subject: { key, budget: perAccount },
      entryId,
      whenRight: 'forget',
    });
    if (device !== undefined) return [ofName(`device:${device}`)];
    const address = { key: `address:${addressKey}`, budget: perAddress };
    return [{ subject: address, entryId: randomUUID(), whenRight: 'takeBack' }, ofName(`account:${nameKey}`)];
  }

  /** The account, where the password is its own; hashed anew where it was hashed otherwise than it is done now. */
  private async proven(account: Account | null, password: string): Promise<Account | undefined> {
    const { passwordHashing } = this.dependencies;
    const passwordHash = account?.passwordHash;
    const verdict = await passwordHashing.verify(passwordHash, password);
    if (!account || passwordHash === undefined || verdict === 'wrong') return undefined;
    if (verdict === 'stale') await this.hashAnew(account._id, passwordHash, password);
    return account;
  }

  /** Where there is no room for it now, the next sign-in does it; a password that was changed meanwhile stays. */
  private async hashAnew(_id: string, formerHash: string, password: string): Promise<void> {
    const { database, passwordHashing } = this.dependencies;
    try {
      const passwordHash = await passwordHashing.hash(password);
      const anew = database.accounts.updateOne({ _id, passwordHash: formerHash }, { $set: { passwordHash } });
      await withinDatabaseDeadline(anew.exec());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  private async open(account: Account, given: Credentials): Promise<OpenedSession> {
    const { sessions, now } = this.dependencies;
    const { transport, idempotencyKey, formerToken } = given;
    const owner = { accountId: account._id, epoch: account.sessionEpoch ?? 0 };
    const wanted = { ...owner, assurance: 'password', transport, idempotencyKey } as const;
    const opened = await withinDatabaseDeadline(sessions.open(wanted, now().getTime()));
    const former =
      formerToken === undefined ? null : await withinDatabaseDeadline(sessions.find(formerToken));
    if (former && former._id !== opened.session._id)
      await withinDatabaseDeadline(sessions.end(former.accountId, former._id));
    return opened;
  }
}
