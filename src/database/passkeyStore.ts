import { randomBytes } from 'node:crypto';
import { activeUnder } from './accounts';
import type { Database } from './database';
import { duplicateKey } from './failures';
import type { Passkey, PasskeyOwner } from './passkeys';

const idBytes = 16;
const userHandleBytes = 32;

/** What a use of a passkey leaves behind. */
export interface PasskeyUse extends Pick<Passkey, 'counter' | 'backedUp' | 'usedProof'> {
  readonly usedAt: Date;
}

type NewPasskey = Omit<Passkey, '_id' | 'accountId' | 'epoch' | 'suspectedSince' | 'lastUsedAt'>;

/** The passkeys of accounts. */
export class PasskeyStore {
  constructor(
    private readonly database: Pick<Database, 'accounts' | 'connection' | 'passkeys'>,
    /** Passkeys of one account. */
    readonly most: number,
  ) {}

  /** By which authenticators tell accounts apart: random, made with the first passkey. Undefined once the account is gone. */
  async userHandleOf(accountId: string): Promise<string | undefined> {
    const { accounts } = this.database;
    const made = randomBytes(userHandleBytes).toString('base64url');
    const none = { _id: accountId, passkeyUserHandle: { $exists: false } };
    await accounts.updateOne(none, { $set: { passkeyUserHandle: made } });
    const account = await accounts.findById(accountId, { passkeyUserHandle: 1 }).lean();
    return account?.passkeyUserHandle;
  }

  /** The oldest first. */
  list(accountId: string): Promise<Passkey[]> {
    return this.database.passkeys.find({ accountId }).sort({ createdAt: 1, _id: 1 }).lean().exec();
  }

  ofCredential(credentialId: string): Promise<Passkey | null> {
    return this.database.passkeys.findOne({ credentialId }).lean().exec();
  }

  /**
   * Adds a passkey to an account whose session is still good. The write to the account comes first, so that two are never counted at
   * once, and none is left of an account that ends at the same moment.
   *
   * @param owner of the session that adds it
   * @returns what was added, by this request before too; why not otherwise
   */
  async add(
    owner: { readonly accountId: string; readonly epoch: number },
    passkey: NewPasskey,
  ): Promise<Passkey | 'accountGone' | 'tooMany' | 'taken'> {
    try {
      return await this.database.connection.transaction(async (session) => {
        const { accounts, passkeys } = this.database;
        const { accountId, epoch } = owner;
        const account = await accounts
          .findOneAndUpdate(activeUnder(accountId, epoch), { $inc: { passkeysAdded: 1 } }, { session })
          .lean();
        if (!account) return 'accountGone';
        const { credentialId, usedProof } = passkey;
        const before = await passkeys.findOne({ credentialId, usedProof, accountId }).session(session).lean();
        if (before) return before;
        if ((await passkeys.countDocuments({ accountId }).session(session)) >= this.most) return 'tooMany';
        const _id = randomBytes(idBytes).toString('base64url');
        const added: Passkey = { _id, accountId, epoch: account.passkeyEpoch ?? 0, ...passkey };
        await passkeys.create([added], { session });
        return added;
      });
    } catch (error) {
      if (duplicateKey(error)?.field === 'credentialId') return 'taken';
      throw error;
    }
  }

  /**
   * Notes a use in one write: of two that sign by the same count, one alone is noted.
   *
   * @returns false where the counter went back, or the passkey is gone or suspected
   */
  async noteUse({ _id }: Passkey, { usedAt: lastUsedAt, ...use }: PasskeyUse): Promise<boolean> {
    const { counter, usedProof } = use;
    const isAhead = counter === 0 ? { counter: 0 } : { counter: { $lt: counter } };
    const { matchedCount } = await this.database.passkeys.updateOne(
      { _id, suspectedSince: { $exists: false }, $or: [{ usedProof }, isAhead] },
      { $set: { ...use, lastUsedAt } },
    );
    return matchedCount === 1;
  }

  /** Its counter went back. @returns false where it is gone or was suspected before */
  async suspect({ _id }: Passkey, since: Date): Promise<boolean> {
    const { matchedCount } = await this.database.passkeys.updateOne(
      { _id, suspectedSince: { $exists: false } },
      { $set: { suspectedSince: since } },
    );
    return matchedCount === 1;
  }

  /** @returns null where the account has none of this id */
  async rename(accountId: string, _id: string, name: string): Promise<Passkey | null> {
    const renamed = { returnDocument: 'after' } as const;
    return this.database.passkeys
      .findOneAndUpdate({ _id, accountId }, { $set: { name } }, renamed)
      .lean()
      .exec();
  }

  /** Its owner says that it is still the own one; a counter that went back counts anew. @returns as {@link rename} */
  async keep({ _id: accountId, passkeyEpoch = 0 }: PasskeyOwner, _id: string): Promise<Passkey | null> {
    const { passkeys } = this.database;
    const suspected = { _id, accountId, suspectedSince: { $exists: true } };
    await passkeys.updateOne(suspected, { $set: { counter: 0 }, $unset: { suspectedSince: 1 } });
    const kept = { returnDocument: 'after' } as const;
    return passkeys
      .findOneAndUpdate({ _id, accountId }, { $set: { epoch: passkeyEpoch } }, kept)
      .lean()
      .exec();
  }

  async remove({ _id, accountId }: Passkey): Promise<void> {
    await this.database.passkeys.deleteOne({ _id, accountId });
  }
}
