import type { Account } from '../../database/accounts';
import { byOwner, type AuditTrail, type ToldEvent } from '../../database/auditTrail';
import type { Passkey } from '../../database/passkeys';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import type { SignedInAccount } from '../../http/sessionGuard';

/** Something that the owner of a passkey did with it. */
interface OwnersDeed {
  readonly account: SignedInAccount;
  readonly passkey: Pick<Passkey, '_id'>;
  /** Names it: the same request repeated is the same event. */
  readonly useId: string;
  readonly addressKey: string;
}

/** An answer of a passkey that was refused. */
interface RefusedUse {
  readonly useId: string;
  /** Of the passkey that it names; undefined where there is none. */
  readonly account: Account | undefined;
  readonly addressKey: string;
}

/**
 * Events of passkeys in the audit trail; each method resolves once the event is stored.
 *
 * @throws Problem `TEMPORARILY_UNAVAILABLE`, by every method
 */
export class PasskeyEvents {
  constructor(
    private readonly trail: AuditTrail,
    private readonly databaseDeadline: DatabaseDeadline,
    private readonly now: () => Date,
  ) {}

  async by(
    event: 'passkeyAdded' | 'passkeyRenamed' | 'passkeyKept' | 'passkeyRemoved' | 'passkeyProven',
    { account, passkey, useId, addressKey }: OwnersDeed,
  ): Promise<void> {
    await this.record({ event, id: `${passkey._id}/${useId}`, ...byOwner(account), addressKey });
  }

  /** The same work whether there is such a passkey or not. */
  refused(use: RefusedUse): Promise<void> {
    return this.recordUse('passkeyRefused', use);
  }

  /** Its counter went back: it may have been copied. */
  suspected(use: RefusedUse & { readonly account: Account }): Promise<void> {
    return this.recordUse('passkeySuspected', use);
  }

  private async recordUse(
    event: 'passkeyRefused' | 'passkeySuspected',
    { useId, account, addressKey }: RefusedUse,
  ): Promise<void> {
    const { username: subjectName, vatNumber } = account ?? {};
    const told = { actor: { role: 'nobody' }, subjectName, vatNumber, addressKey } as const;
    await this.record({ event, id: useId, ...told });
  }

  private async record(told: Omit<ToldEvent, 'at'>): Promise<void> {
    await this.databaseDeadline.within(this.trail.record({ ...told, at: this.now().getTime() }));
  }
}
