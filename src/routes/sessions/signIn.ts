import { randomUUID } from 'node:crypto';
import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import type { Session } from '../../database/sessions';
import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import type { SignedIn } from '../../http/sessionGuard';
import { normaliseAccountName } from '../../identifiers/accountName';
import type { DeviceOwner, KnownDevices } from '../../security/knownDevices';
import { type PasswordHashing, normalisePassword } from '../../security/passwords';
import { accountNameKeyOf } from '../../security/digests';
import type { DatabaseDeadline } from '../databaseDeadline';
import type { SecurityEvents } from '../securityEvents';
import { needsConfirmation, type NewDeviceConfirmation } from './newDevices';
import { openInPlaceOf } from './sessionTokens';
import type { Comparison, CountedTry, Tries } from './tries';

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

/** A password typed again in a session. */
export interface TypedPassword {
  readonly password: string;
  readonly addressKey: string;
}

type AskedAccount = Partial<Pick<Account, '_id' | 'username' | 'status'>>;

/** The account of the name, and whether the password is right. */
type ComparedPassword = Comparison &
  (
    | { readonly isRight: true; readonly account: Account }
    | { readonly isRight: false; readonly account: Account | null }
  );

export interface SignInDependencies {
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly tries: Tries;
  readonly securityEvents: SecurityEvents;
  readonly passwordHashing: PasswordHashing;
  readonly knownDevices: KnownDevices;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
  readonly newDeviceConfirmation: NewDeviceConfirmation;
  readonly now: () => Date;
}

/** Signs in by username and password. Every wrong sign-in costs the same work and gets the same answer and count. */
export class SignIn {
  constructor(private readonly dependencies: SignInDependencies) {}

  /** @throws Problem `CREDENTIALS_WRONG`, `NEW_DEVICE_UNCONFIRMED`, `SIGN_IN_WAIT`, `OVERLOADED` */
  async signIn(given: Credentials): Promise<SignInAnswer> {
    const { knownDevices, tries, securityEvents, serviceKeys, now } = this.dependencies;
    const { addressKey } = given;
    const name = normaliseAccountName(given.username)?.value ?? given.username;
    const password = normalisePassword(given.password);
    const nameKey = accountNameKeyOf(serviceKeys, name);
    const entryId = randomUUID();
    const asked = { username: name, status: 'active' } as const;
    const owner = await this.deviceOwnerOf(asked);
    const device = knownDevices.recognise(given.deviceToken ?? '', owner, now().getTime());
    if (device === undefined && needsConfirmation(this.dependencies.newDeviceConfirmation, name))
      throw new Problem('NEW_DEVICE_UNCONFIRMED');
    const counted =
      owner && device !== undefined
        ? this.triesOfDevice(owner, device, entryId)
        : this.triesOfStranger({ addressKey, nameKey, entryId });
    const { compared, waits } = await tries.attempt(counted, () => this.compared(asked, password));
    const { account } = compared;
    if (!compared.isRight) {
      await securityEvents.signInRefused({ entryId, addressKey, nameKey, account, waits });
      throw new Problem('CREDENTIALS_WRONG');
    }
    const opened = await this.open(compared.account, given);
    await securityEvents.signedIn(compared.account, opened.session, addressKey);
    const deviceToken =
      device === undefined ? knownDevices.issue(ownerOf(compared.account), now().getTime()) : undefined;
    return { ...opened, account: compared.account, deviceToken };
  }

  /**
   * Proves the password once more, in a session: it gets another token and the assurance of a password.
   *
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, `OVERLOADED`
   */
  async stepUp(signedIn: SignedIn, typed: TypedPassword): Promise<OpenedSession> {
    const { sessions, databaseDeadline, now } = this.dependencies;
    await this.provePassword(signedIn, typed);
    const raised = await databaseDeadline.within(sessions.raise(signedIn.session, now().getTime()));
    if (!raised) throw new Problem('SESSION_INVALID');
    return raised;
  }

  /**
   * Whether the typed password is the signed-in account's.
   *
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, `OVERLOADED`
   */
  async provePassword(
    { session, account: { _id: accountId } }: SignedIn,
    { password: typed, addressKey }: TypedPassword,
  ): Promise<Account> {
    const { securityEvents, tries } = this.dependencies;
    const password = normalisePassword(typed);
    const entryId = randomUUID();
    const { compared, waits } = await tries.attempt([this.tryOfSignedIn(accountId, entryId)], () =>
      this.compared({ _id: accountId }, password),
    );
    const { account } = compared;
    if (!account) throw new Problem('SESSION_INVALID');
    if (!compared.isRight) {
      await securityEvents.passwordRefused(account, { entryId, addressKey, waits });
      throw new Problem('PASSWORD_WRONG');
    }
    await securityEvents.passwordProven(account, entryId, addressKey);
    if ((account.sessionEpoch ?? 0) !== session.epoch) throw new Problem('SESSION_INVALID');
    return account;
  }

  /** For a signed-in person who proved the password by another way than {@link provePassword}: no try counts any more. */
  forgetTries({ account }: SignedIn): Promise<void> {
    return this.dependencies.tries.settle([this.tryOfSignedIn(account._id, randomUUID())]);
  }

  private tryOfSignedIn(accountId: string, entryId: string): CountedTry {
    const { perAccount: budget } = this.dependencies.figures.signInWaits;
    return { of: 'step-up', subject: { key: `step-up:${accountId}`, budget }, entryId, whenRight: 'forget' };
  }

  /**
   * A known device is counted by itself: failures elsewhere do not make it wait. All devices of an account together have twice
   * the tries of one, however many tokens somebody gathered.
   */
  private triesOfDevice({ accountId }: DeviceOwner, device: string, entryId: string): CountedTry[] {
    const { perAccount: budget } = this.dependencies.figures.signInWaits;
    const ofDevice = { entryId, of: 'device', whenRight: 'forget' } as const;
    const ofAll = { ...budget, limit: 2 * budget.limit };
    return [
      { ...ofDevice, subject: { key: `device:${device}`, budget } },
      { ...ofDevice, subject: { key: `devices:${accountId}`, budget: ofAll } },
    ];
  }

  private triesOfStranger({
    addressKey,
    nameKey,
    entryId,
  }: Readonly<Record<'addressKey' | 'nameKey' | 'entryId', string>>): CountedTry[] {
    const { perAccount: budget, perAddress } = this.dependencies.figures.signInWaits;
    const ofName = { entryId, whenRight: 'forget' } as const;
    const address = { key: `address:${addressKey}`, budget: perAddress };
    return [
      { of: 'address', subject: address, entryId: randomUUID(), whenRight: 'takeBack' },
      { ...ofName, of: 'account', subject: { key: `account:${nameKey}`, budget } },
    ];
  }

  /** Asked before a try is counted, for every name alike. */
  private async deviceOwnerOf(asked: AskedAccount): Promise<DeviceOwner | undefined> {
    const { database, databaseDeadline } = this.dependencies;
    const found = database.accounts.findOne(asked, { sessionEpoch: 1 }).lean();
    const account = await databaseDeadline.within(found.exec());
    return account ? ownerOf(account) : undefined;
  }

  /** Rehashes the password where parameters are outdated. */
  private async compared(asked: AskedAccount, password: string): Promise<ComparedPassword> {
    const { database, databaseDeadline, passwordHashing } = this.dependencies;
    const found = database.accounts.findOne(asked).lean();
    const account = await databaseDeadline.within(found.exec());
    const passwordHash = account?.passwordHash;
    const verdict = await passwordHashing.verify(passwordHash, password);
    if (!account || passwordHash === undefined || verdict === 'wrong') return { isRight: false, account };
    if (verdict === 'stale') await this.hashAnew(account._id, passwordHash, password);
    return { isRight: true, account };
  }

  /** Without free capacity the next sign-in does it; a password changed meanwhile stays. */
  private async hashAnew(_id: string, formerHash: string, password: string): Promise<void> {
    const { database, databaseDeadline, passwordHashing } = this.dependencies;
    try {
      const passwordHash = await passwordHashing.hash(password);
      const anew = database.accounts.updateOne({ _id, passwordHash: formerHash }, { $set: { passwordHash } });
      await databaseDeadline.within(anew.exec());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  private async open(account: Account, given: Credentials): Promise<OpenedSession> {
    const { sessions, now } = this.dependencies;
    const { transport, idempotencyKey, formerToken } = given;
    const owner = { accountId: account._id, epoch: account.sessionEpoch ?? 0 };
    const wanted = { ...owner, assurance: 'password', transport, idempotencyKey } as const;
    return openInPlaceOf(this.dependencies, formerToken, sessions.open(wanted, now().getTime()));
  }
}

function ownerOf({
  _id: accountId,
  sessionEpoch: epoch = 0,
}: Pick<Account, '_id' | 'sessionEpoch'>): DeviceOwner {
  return { accountId, epoch };
}
