import { randomUUID } from 'node:crypto';
import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import type { Account } from '../../database/accounts';
import type { Database } from '../../database/database';
import type { Session } from '../../database/sessions';
import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import type { SignedIn } from '../../http/sessionGuard';
import { sharerOf } from '../../limits/origins';
import { devicePasswordRule, originRule, passwordRule, sessionPasswordRule } from '../../limits/rules';
import type { Step } from '../../limits/steps';
import { normaliseAccountName } from '../../identifiers/accountName';
import { type DeviceOwner, deviceOwnerOf, type KnownDevices } from '../../security/knownDevices';
import { type PasswordHashing, normalisePassword } from '../../security/passwords';
import { accountNameKeyOf } from '../../security/digests';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import type { SecurityEvents } from '../securityEvents';
import { needsConfirmation, type NewDeviceConfirmation } from './newDevices';
import { openInPlaceOf } from './sessionTokens';
import type { Comparison, Tries } from './tries';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly transport: Session['transport'];
  readonly idempotencyKey: string;
  readonly addressKey: string;
  readonly workProved: boolean;
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
    const found = this.accountOf({ username: name, status: 'active' });
    const deviceOwner = given.deviceToken === undefined ? null : await found;
    const owner = deviceOwner ? deviceOwnerOf(deviceOwner) : undefined;
    const device = knownDevices.recognise(given.deviceToken ?? '', owner, now().getTime());
    if (device === undefined && needsConfirmation(this.dependencies.newDeviceConfirmation, name))
      throw new Problem('NEW_DEVICE_UNCONFIRMED');
    const isKnown = owner !== undefined && device !== undefined;
    const signedIn = await tries.attempt(
      [isKnown ? this.tryOfDevice(owner, device, entryId) : this.tryOfStranger(given, nameKey, entryId)],
      async () => this.compared(await found, password),
      {
        whenRefused: async ({ of, opensAt }) =>
          securityEvents.signInWaits({
            of: of === 'origin' ? 'address' : isKnown ? 'device' : 'account',
            ...{ opensAt, addressKey, nameKey, account: await found },
          }),
        whenCompared: async ({ isRight, account }) => {
          if (isRight) return { ...(await this.open(account, given)), account };
          return securityEvents.signInRefused({ entryId, addressKey, nameKey, account });
        },
      },
    );
    if (!signedIn) throw new Problem('CREDENTIALS_WRONG');
    const deviceToken =
      device === undefined ? knownDevices.issue(deviceOwnerOf(signedIn.account), now().getTime()) : undefined;
    return { ...signedIn, deviceToken };
  }

  /**
   * Proves the password once more, in a session: it gets another token and the assurance of a password.
   *
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, `OVERLOADED`
   */
  async stepUp(signedIn: SignedIn, typed: TypedPassword): Promise<OpenedSession> {
    const { sessions, databaseDeadline, now } = this.dependencies;
    await this.provePassword(signedIn, typed);
    const raised = await databaseDeadline.within(
      sessions.raise(signedIn.session, 'password', now().getTime()),
    );
    if (!raised) throw new Problem('SESSION_INVALID');
    return raised;
  }

  /**
   * Whether the typed password is the signed-in account's.
   *
   * @throws Problem `PASSWORD_WRONG`, `SIGN_IN_WAIT`, `SESSION_INVALID`, `OVERLOADED`
   */
  async provePassword(
    { session, account: signedInAccount }: SignedIn,
    { password: typed, addressKey }: TypedPassword,
  ): Promise<Account> {
    const { securityEvents, tries } = this.dependencies;
    const { _id: accountId } = signedInAccount;
    const password = normalisePassword(typed);
    const entryId = randomUUID();
    const found = this.accountOf({ _id: accountId });
    const { isRight, account } = await tries.attempt(
      [this.tryOfSignedIn(accountId, entryId)],
      async () => this.compared(await found, password),
      {
        whenRefused: ({ opensAt }) =>
          securityEvents.passwordWaits(signedInAccount, { of: 'step-up', opensAt, addressKey }),
        whenCompared: async (compared) => {
          if (compared.isRight) await securityEvents.passwordProven(compared.account, entryId, addressKey);
          else if (compared.account)
            await securityEvents.passwordRefused(compared.account, { entryId, addressKey });
          return compared;
        },
      },
    );
    if (!account) throw new Problem('SESSION_INVALID');
    if (!isRight) throw new Problem('PASSWORD_WRONG');
    if ((account.sessionEpoch ?? 0) !== session.epoch) throw new Problem('SESSION_INVALID');
    return account;
  }

  /** For a signed-in person who proved the password by another way than {@link provePassword}: no try counts any more. */
  forgetTries({ account }: SignedIn): Promise<void> {
    return this.dependencies.tries.forgive(this.tryOfSignedIn(account._id, randomUUID()));
  }

  private tryOfSignedIn(accountId: string, useId: string): Step {
    const { figures, now } = this.dependencies;
    const rule = sessionPasswordRule(figures);
    const subject = { purpose: 'password of a session', key: accountId, rule } as const;
    return { useId, about: accountId, subject, sharer: accountId, now: now().getTime() };
  }

  /**
   * A known device is counted by itself: failures elsewhere do not make it wait. All devices of an account together have twice
   * the tries of one, however many tokens somebody gathered.
   */
  private tryOfDevice({ accountId }: DeviceOwner, device: string, useId: string): Step {
    const { figures, now } = this.dependencies;
    const subject = {
      purpose: 'password of a device',
      key: accountId,
      rule: devicePasswordRule(figures),
    } as const;
    return { useId, about: accountId, subject, sharer: device, now: now().getTime() };
  }

  private tryOfStranger({ addressKey, workProved }: Credentials, nameKey: string, useId: string): Step {
    const { figures, now } = this.dependencies;
    return {
      useId,
      about: nameKey,
      subject: { purpose: 'password of a name', key: nameKey, rule: passwordRule(figures) },
      origin: { key: addressKey, rule: originRule(figures), does: 'failures', mark: 'later' },
      sharer: sharerOf(addressKey),
      workProved,
      now: now().getTime(),
    };
  }

  /** Rehashes the password where parameters are outdated. */
  private async compared(account: Account | null, password: string): Promise<ComparedPassword> {
    const passwordHash = account?.passwordHash;
    const verdict = await this.dependencies.passwordHashing.verify(passwordHash, password);
    if (!account || passwordHash === undefined || verdict === 'wrong') return { isRight: false, account };
    if (verdict === 'stale') await this.hashAnew(account._id, passwordHash, password);
    return { isRight: true, account };
  }

  /** Asked while the try is counted, for every name alike. */
  private accountOf(asked: AskedAccount): Promise<Account | null> {
    const { database, databaseDeadline } = this.dependencies;
    const found = databaseDeadline.within(database.accounts.findOne(asked).lean().exec());
    // A try that is refused meanwhile waits for it no longer.
    found.catch(() => undefined);
    return found;
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
    const { sessions, securityEvents, now } = this.dependencies;
    const { transport, idempotencyKey, formerToken, addressKey } = given;
    const owner = { accountId: account._id, epoch: account.sessionEpoch ?? 0 };
    const wanted = { ...owner, assurance: 'password', transport, idempotencyKey } as const;
    return openInPlaceOf(
      this.dependencies,
      formerToken,
      sessions.open(wanted, now().getTime()),
      ({ session }) => securityEvents.signedIn(account, session, addressKey),
    );
  }
}
