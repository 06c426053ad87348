import { auditActorOf, byOwner, type AuditTrail, type ToldEvent } from '../database/auditTrail';
import type { Account } from '../database/accounts';
import type { Session } from '../database/sessions';
import type { AccountFunction } from '../http/permissions';
import type { SignedIn, SignedInAccount } from '../http/sessionGuard';
import type { DatabaseDeadline } from '../http/databaseDeadline';

/** A password that was counted and compared, and was wrong. */
export interface CountedRefusal {
  /** Names the counted try: the same request repeated is the same event. */
  readonly entryId: string;
  /** Keyed digest of the network address. */
  readonly addressKey: string;
}

/** A try that has to wait. */
interface WaitingTry {
  /** What waits. */
  readonly of: 'account' | 'address' | 'device' | 'step-up';
  /** Milliseconds since 1970. */
  readonly opensAt: number;
  readonly addressKey: string;
}

interface TypedName {
  /** Keyed digest of the name that was typed, known or not. */
  readonly nameKey: string;
  readonly account: Account | null;
}

export type SignInRefusal = CountedRefusal & TypedName;

/** A line that the network recognised without a sign-in. */
export interface RecognitionRefusal {
  readonly proofId: string;
  /** E.164. */
  readonly line: string;
  /** Code of the refusal. */
  readonly detail: string;
  readonly addressKey: string;
  /** Undefined where nobody has the line. */
  readonly account: SignedInAccount | undefined;
}

/** How sessions came to an end. */
export type SessionsEnd = 'signedOut' | 'one' | 'all';

/**
 * The API's events in the audit trail. Each method resolves once the event is stored, and the request is not answered
 * before: without the trail the answer is 503 (ASVS 16.5.3).
 *
 * @throws Problem `TEMPORARILY_UNAVAILABLE`, by every method
 */
export class SecurityEvents {
  constructor(
    private readonly trail: AuditTrail,
    private readonly databaseDeadline: DatabaseDeadline,
    private readonly now: () => Date,
  ) {}

  async signedIn(account: SignedInAccount, { _id, assurance }: Session, addressKey: string): Promise<void> {
    await this.record({ event: 'signedIn', id: _id, ...byOwner(account), detail: assurance, addressKey });
  }

  /** The same work for unknown names; the account is recorded where there is one. */
  async signInRefused(refused: SignInRefusal): Promise<void> {
    await this.signInCounted({ event: 'signInRefused', detail: 'CREDENTIALS_WRONG' }, refused);
  }

  /** A code was asked for beside a password. The trail tells whether the password was right, with the same work for both. */
  async codeAsked({
    isPasswordRight,
    ...asked
  }: SignInRefusal & { isPasswordRight: boolean }): Promise<void> {
    if (isPasswordRight) await this.signInCounted({ event: 'signInCodeAsked' }, asked);
    else await this.signInRefused(asked);
  }

  private async signInCounted(
    what: Pick<ToldEvent, 'event' | 'detail'>,
    { entryId, ...typed }: SignInRefusal,
  ): Promise<void> {
    await this.record({ ...what, id: entryId, ...toldOfName(typed) });
  }

  /** Once a wait, however often it is asked meanwhile. */
  async signInWaits({ of: detail, opensAt, ...typed }: WaitingTry & TypedName): Promise<void> {
    const id = `${typed.nameKey}/${detail}/${opensAt}`;
    await this.record({ event: 'signInWait', id, ...toldOfName(typed), detail });
  }

  async recognitionRefused({ proofId, line, account, ...told }: RecognitionRefusal): Promise<void> {
    await this.record({
      event: 'recognitionRefused',
      id: proofId,
      actor: { role: 'nobody' },
      subjectName: line,
      vatNumber: account?.vatNumber,
      ...told,
    });
  }

  /** @param addressKey of the signed-in person who switched it */
  async autologinSwitched(
    { account, session }: SignedIn,
    line: string,
    detail: 'on' | 'off',
    addressKey: string,
  ): Promise<void> {
    const id = `${session._id}/${line}/${detail}/${this.now().getTime()}`;
    const told = { ...byOwner(account), subjectName: line, detail, addressKey };
    await this.record({ event: 'autologinSwitched', id, ...told });
  }

  /** A former contact undid a recovery; once for each change of a contact. */
  async contactsFrozen(
    { _id, username: subjectName, vatNumber }: Account,
    flowId: string,
    addressKey: string,
  ): Promise<void> {
    const told = { actor: { role: 'nobody' }, subjectName, vatNumber, addressKey } as const;
    await this.record({ event: 'contactsFrozen', id: `${_id}/${flowId}`, ...told });
  }

  async passwordProven(account: SignedInAccount, entryId: string, addressKey: string): Promise<void> {
    await this.record({ event: 'passwordProven', id: entryId, ...byOwner(account), addressKey });
  }

  async passwordRefused(account: SignedInAccount, { entryId, addressKey }: CountedRefusal): Promise<void> {
    await this.record({ event: 'passwordRefused', id: entryId, ...byOwner(account), addressKey });
  }

  async passwordWaits(
    account: SignedInAccount,
    { of: detail, opensAt, addressKey }: WaitingTry,
  ): Promise<void> {
    const id = `${account._id}/${opensAt}`;
    await this.record({ event: 'signInWait', id, ...byOwner(account), addressKey, detail });
  }

  async sessionsEnded(
    { account, session }: SignedIn,
    detail: SessionsEnd,
    addressKey: string,
    sessionId = session._id,
  ): Promise<void> {
    const id = `${detail}/${sessionId}`;
    await this.record({ event: 'sessionsEnded', id, ...byOwner(account), detail, addressKey });
  }

  /** Once a session and function, however often it is asked. */
  async accessRefused(
    { account, session }: SignedIn,
    name: AccountFunction,
    addressKey: string,
  ): Promise<void> {
    const id = `${session._id}/${name}`;
    await this.record({ event: 'accessRefused', id, ...byOwner(account), detail: name, addressKey });
  }

  private async record(told: Omit<ToldEvent, 'at'>): Promise<void> {
    await this.databaseDeadline.within(this.trail.record({ ...told, at: this.now().getTime() }));
  }
}

function toldOfName({ nameKey, account, addressKey }: TypedName & Pick<WaitingTry, 'addressKey'>) {
  return {
    actor: { role: 'nobody' },
    subjectKey: nameKey,
    subject: account ? auditActorOf(account).name : undefined,
    vatNumber: account?.vatNumber,
    addressKey,
  } as const;
}
