import type { Figures } from '../config/figures';
import type { Database } from '../database/database';
import { duplicateKey } from '../database/failures';
import type { PasswordClaim } from '../database/flowNotes';
import { Problem } from '../errors/problem';
import type { PasswordHashing } from '../security/passwords';
import type { DatabaseDeadline } from '../http/databaseDeadline';

export interface PasswordHandOverDependencies {
  readonly database: Pick<Database, 'accounts' | 'passwordClaims'>;
  readonly databaseDeadline: DatabaseDeadline;
  readonly passwordHashing: PasswordHashing;
  readonly figures: Pick<Figures, 'passwordClaimLifeMs'>;
  readonly now: () => Date;
}

/** `_id` and `claimId` as in {@link PasswordClaim}; the password in NFC. */
export interface HandedPassword extends Pick<PasswordClaim, '_id' | 'claimId'> {
  readonly password: string;
}

/**
 * Hands a password's hash to the flow that takes it. The request's key alone names the claim, since a digest of the password
 * could be guessed by; that a key came with another password is told by the slow hash.
 */
export class PasswordHandOver {
  constructor(private readonly dependencies: PasswordHandOverDependencies) {}

  /**
   * One claim a flow, or an account: a later request replaces what an earlier one left.
   *
   * @throws Problem `IDEMPOTENCY_KEY_REUSED`, `OVERLOADED`
   */
  async leave(handed: HandedPassword, addressKey: string): Promise<void> {
    const { database, databaseDeadline, passwordHashing, figures, now } = this.dependencies;
    const { _id, claimId, password } = handed;
    const passwordHash = await passwordHashing.hash(password);
    const expiresAt = new Date(now().getTime() + figures.passwordClaimLifeMs);
    const left = database.passwordClaims.updateOne(
      { _id, claimId: { $ne: claimId } },
      { $set: { claimId, passwordHash, addressKey, expiresAt } },
      { upsert: true },
    );
    try {
      await databaseDeadline.within(left.exec());
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      await this.refuseOther(handed);
    }
  }

  /** @throws Problem `IDEMPOTENCY_KEY_REUSED` where the same claim came with another password, `OVERLOADED` */
  async refuseOther(handed: HandedPassword): Promise<void> {
    if ((await this.isAnother(handed)) === true) throw new Problem('IDEMPOTENCY_KEY_REUSED');
  }

  /** Whether the claim came with another password; undefined where nothing is known of it. */
  async isAnother({ password, ...claim }: HandedPassword): Promise<boolean | undefined> {
    const passwordHash = await this.hashOf(claim);
    if (passwordHash === undefined) return undefined;
    return (await this.dependencies.passwordHashing.verify(passwordHash, password)) === 'wrong';
  }

  /** Of the claim that waits, or of the account whose password it set last. */
  private async hashOf(claim: Pick<PasswordClaim, '_id' | 'claimId'>): Promise<string | undefined> {
    const { database, databaseDeadline } = this.dependencies;
    const { claimId: passwordSetBy } = claim;
    const [waiting, account] = await databaseDeadline.within(
      Promise.all([
        database.passwordClaims.findOne(claim, { passwordHash: 1 }).lean().exec(),
        database.accounts.findOne({ passwordSetBy }, { passwordHash: 1 }).lean().exec(),
      ]),
    );
    return waiting?.passwordHash ?? account?.passwordHash;
  }
}
