import type { Model } from 'mongoose';
import type { Budget } from '../config/figures';
import type { BudgetUse } from './budgets';
import { duplicateField } from './database';

type BudgetPurpose = 'mismatch of a VAT number' | 'mismatch from an address' | 'activation mail';

export interface BudgetEntry {
  readonly purpose: BudgetPurpose;
  /** Keyed digest of what the budget belongs to. */
  readonly subject: string;
  readonly budget: Budget;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type BudgetAnswer =
  | { readonly granted: true }
  /** `opensAt`: when the window is over, milliseconds since 1970. */
  | { readonly granted: false; readonly opensAt: number };

/**
 * Counts uses in windows that open with the first of them. An entry carries the id of what it counts, so that a retry is
 * not counted again; the count is made by one conditional write, so that a race cannot pass the limit.
 */
export class BudgetLedger {
  constructor(private readonly uses: Model<BudgetUse>) {}

  /** Takes one use for `entryId`, or says when the next may be taken. One round trip where there is one to take. */
  async take(entry: BudgetEntry, entryId: string): Promise<BudgetAnswer> {
    const { budget, now } = entry;
    for (;;) {
      if (await this.addToOpenWindow(entry, entryId)) return { granted: true };
      const use = await this.uses.findById(idOf(entry)).lean();
      if (!use) continue;
      if (use.entries.includes(entryId)) return { granted: true };
      const opensAt = use.openedAt.getTime() + budget.windowMs;
      if (opensAt > now) return { granted: false, opensAt };
      await this.openWindowAnew(entry, use.openedAt);
    }
  }

  /** Which of `entries` have no use left, without taking any. */
  async spent(entries: readonly BudgetEntry[]): Promise<boolean> {
    const uses = await this.uses.find({ _id: { $in: entries.map(idOf) } }).lean();
    return entries.some((entry) => {
      const use = uses.find(({ _id }) => _id === idOf(entry));
      if (!use || use.openedAt.getTime() + entry.budget.windowMs <= entry.now) return false;
      return use.entries.length >= entry.budget.limit;
    });
  }

  /** Opens the first window with it where there is none. A window that is full, over, or holds the entry has the id already. */
  private async addToOpenWindow(entry: BudgetEntry, entryId: string): Promise<boolean> {
    const { budget, now } = entry;
    const window = { openedAt: new Date(now), expiresAt: new Date(now + budget.windowMs) };
    try {
      const { modifiedCount, upsertedCount } = await this.uses.updateOne(
        {
          _id: idOf(entry),
          openedAt: { $gt: new Date(now - budget.windowMs) },
          entries: { $ne: entryId },
          [`entries.${budget.limit - 1}`]: { $exists: false },
        },
        { $push: { entries: entryId }, $setOnInsert: window },
        { upsert: true },
      );
      return modifiedCount + upsertedCount === 1;
    } catch (error) {
      if (duplicateField(error) === undefined) throw error;
      return false;
    }
  }

  /** Empties the window that opened at `formerlyOpenedAt` and is over; another may have done so meanwhile. */
  private async openWindowAnew(
    { budget, now, ...entry }: BudgetEntry,
    formerlyOpenedAt: Date,
  ): Promise<void> {
    await this.uses.updateOne(
      { _id: idOf(entry), openedAt: formerlyOpenedAt },
      { $set: { openedAt: new Date(now), entries: [], expiresAt: new Date(now + budget.windowMs) } },
    );
  }
}

function idOf({ purpose, subject }: Pick<BudgetEntry, 'purpose' | 'subject'>): string {
  return `${purpose}:${subject}`;
}
