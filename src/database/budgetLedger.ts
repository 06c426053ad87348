import type { Model } from 'mongoose';
import type { Budget } from '../config/figures';
import type { BudgetUse } from './budgets';
import { duplicateField } from './database';

export type BudgetPurpose = 'mismatch of a VAT number' | 'mismatch from an address' | 'activation mail';

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

  /** Takes one use for `entryId`, or says when the next may be taken. */
  async take(entry: BudgetEntry, entryId: string): Promise<BudgetAnswer> {
    const { budget, now } = entry;
    for (;;) {
      if (await this.addToOpenWindow(entry, entryId)) return { granted: true };
      const use = await this.uses.findById(idOf(entry)).lean();
      if (use?.entries.includes(entryId)) return { granted: true };
      const opensAt = use ? use.openedAt.getTime() + budget.windowMs : now;
      if (use && opensAt > now) return { granted: false, opensAt };
      await this.openWindow(entry, use?.openedAt);
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

  private async addToOpenWindow(entry: BudgetEntry, entryId: string): Promise<boolean> {
    const { budget, now } = entry;
    const added = await this.uses.updateOne(
      {
        _id: idOf(entry),
        openedAt: { $gt: new Date(now - budget.windowMs) },
        entries: { $ne: entryId },
        [`entries.${budget.limit - 1}`]: { $exists: false },
      },
      { $push: { entries: entryId } },
    );
    return added.modifiedCount === 1;
  }

  /** Opens a window, in place of the one that opened at `formerlyOpenedAt`; another may have done so meanwhile. */
  private async openWindow(entry: BudgetEntry, formerlyOpenedAt: Date | undefined): Promise<void> {
    const window = {
      openedAt: new Date(entry.now),
      entries: [],
      expiresAt: new Date(entry.now + entry.budget.windowMs),
    };
    if (formerlyOpenedAt) {
      await this.uses.updateOne({ _id: idOf(entry), openedAt: formerlyOpenedAt }, { $set: window });
      return;
    }
    await this.uses.create({ _id: idOf(entry), ...window }).catch((error: unknown) => {
      if (duplicateField(error) === undefined) throw error;
    });
  }
}

function idOf({ purpose, subject }: BudgetEntry): string {
  return `${purpose}:${subject}`;
}
