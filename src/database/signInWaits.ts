import type { Model } from 'mongoose';
import { randomUUID } from 'node:crypto';
import type { Budget, SignInWaitFigures } from '../config/figures';
import { collectionSchema, type DocumentOf, fieldsOf, sweepMarginMs } from './documents';
import { duplicateKey } from './failures';

/** Tries to sign in that were counted against one subject and have not proved right. */
const signInTriesFields = fieldsOf({
  /** Keyed: an account's name, a network address, a known device, or a session. */
  _id: { type: String, required: true },
  /** Another one with each write: who writes names the one that was read. */
  stamp: { type: String, required: true },
  tries: { type: Number, required: true },
  /** Ids of the last ones, so that a repeated request is counted once and a right one can be taken back. */
  entries: { type: [String], required: true },
  /** Before it no further try is let through. */
  opensAt: { type: Date, required: true },
  /** From then on it counts no more. */
  forgottenAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});

export type SignInTries = DocumentOf<typeof signInTriesFields>;

export const signInTriesSchema = collectionSchema('signInTries', signInTriesFields);

signInTriesSchema.index({ expiresAt: 1 }, { name: 'sign_in_tries_expire', expireAfterSeconds: 0 });

/** No wait, whatever the clock of the process that asks says. */
const alwaysOpen = new Date(0);

/** What tries are counted against, and after how many of them waits begin. */
export interface TrySubject {
  readonly key: string;
  readonly budget: Budget;
}

/** `waits`: whether the next try has to wait unless this one is right. `opensAt`: milliseconds since 1970. */
export type TryAnswer =
  | { readonly admitted: true; readonly waits: boolean }
  | { readonly admitted: false; readonly opensAt: number };

/**
 * Makes those wait who fail to sign in: the first failures cost nothing, then each try opens the next one later, twice as
 * late as the one before, up to a longest wait; never for good. A try is counted before its password is compared, by one
 * conditional write, so that of many at one moment no more get through than one after the other would.
 */
export class SignInWaits {
  constructor(
    private readonly collection: Model<SignInTries>,
    private readonly figures: SignInWaitFigures,
  ) {}

  /** Counts one try against `subject`, or says from when on the next one is let through. `now`: milliseconds since 1970. */
  async admit(subject: TrySubject, entryId: string, now: number): Promise<TryAnswer> {
    for (;;) {
      const found = await this.collection.findById(subject.key).lean();
      const known = found && found.forgottenAt.getTime() > now ? found : undefined;
      if (known?.entries.includes(entryId)) return { admitted: true, waits: waitsAt(known, now) };
      if (known && waitsAt(known, now)) return { admitted: false, opensAt: known.opensAt.getTime() };
      const next = this.withTry(subject, known, entryId, now);
      if (await this.write(subject.key, found?.stamp, next))
        return { admitted: true, waits: waitsAt(next, now) };
    }
  }

  /** Takes a try back that was right, or was never compared; a wait that it alone began goes with it. */
  async takeBack(subject: TrySubject, entryId: string, now: number): Promise<void> {
    for (;;) {
      const found = await this.collection.findById(subject.key).lean();
      if (!found?.entries.includes(entryId)) return;
      const tries = found.tries - 1;
      const isWithin = tries < subject.budget.limit;
      const isOpen = isWithin || found.entries.at(-1) === entryId;
      const without: Omit<SignInTries, '_id'> = {
        stamp: randomUUID(),
        tries,
        entries: found.entries.filter((id) => id !== entryId),
        opensAt: isOpen ? alwaysOpen : found.opensAt,
        ...forgottenAt(
          isWithin
            ? Math.min(found.forgottenAt.getTime(), now + subject.budget.windowMs)
            : found.forgottenAt.getTime(),
        ),
      };
      if (await this.write(subject.key, found.stamp, without)) return;
    }
  }

  /** Forgets every try against `subject`: its owner signed in. */
  async forget({ key }: TrySubject): Promise<void> {
    await this.collection.deleteOne({ _id: key });
  }

  private withTry(
    { budget }: TrySubject,
    known: SignInTries | undefined,
    entryId: string,
    now: number,
  ): Omit<SignInTries, '_id'> {
    const tries = (known?.tries ?? 0) + 1;
    const opensAt = tries < budget.limit ? alwaysOpen : new Date(now + this.waitAfter(tries - budget.limit));
    const windowEnd = known?.forgottenAt.getTime() ?? now + budget.windowMs;
    return {
      stamp: randomUUID(),
      tries,
      entries: [...(known?.entries ?? []), entryId].slice(-budget.limit),
      opensAt,
      ...forgottenAt(tries < budget.limit ? windowEnd : opensAt.getTime() + this.figures.memoryMs),
    };
  }

  private waitAfter(furtherTries: number): number {
    const { firstWaitMs, longestWaitMs } = this.figures;
    return Math.min(firstWaitMs * 2 ** furtherTries, longestWaitMs);
  }

  /** @returns false where another wrote since `stamp` was read */
  private async write(
    _id: string,
    stamp: string | undefined,
    next: Omit<SignInTries, '_id'>,
  ): Promise<boolean> {
    if (stamp !== undefined)
      return (await this.collection.updateOne({ _id, stamp }, { $set: next })).matchedCount === 1;
    try {
      await this.collection.create({ _id, ...next });
      return true;
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      return false;
    }
  }
}

function waitsAt({ opensAt }: Pick<SignInTries, 'opensAt'>, now: number): boolean {
  return opensAt.getTime() > now;
}

function forgottenAt(time: number): Pick<SignInTries, 'forgottenAt' | 'expiresAt'> {
  return { forgottenAt: new Date(time), expiresAt: new Date(time + sweepMarginMs) };
}
