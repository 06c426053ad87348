import type { Model } from 'mongoose';
import { createHash } from 'node:crypto';
import type { Budget } from '../config/figures';
import { collectionSchema, type DocumentOf, fieldsOf, sweepMarginMs } from './documents';
import { duplicateKey } from './failures';

const entriesPerDocument = 100;
const mostDocuments = 16;

/** How often something happened to one subject since its window opened. */
const budgetUseFields = fieldsOf({
  /** `<purpose>:<keyed digest of the subject>` */
  _id: { type: String, required: true },
  openedAt: { type: Date, required: true },
  /** Ids of what was counted, so that a retry is not counted again. */
  entries: { type: [String], required: true },
  expiresAt: { type: Date, required: true },
});

export type BudgetUse = DocumentOf<typeof budgetUseFields>;

export const budgetUseSchema = collectionSchema('budgetUses', budgetUseFields);

budgetUseSchema.index({ expiresAt: 1 }, { name: 'budget_use_expires', expireAfterSeconds: 0 });

export type BudgetPurpose =
  | 'mismatch of a VAT number'
  | 'mismatch from an address'
  | 'activation mail'
  | 'invitation mail'
  | 'invitation mail of a company'
  | 'taken username of a company'
  | 'flow to a number for an address'
  | 'SMS to a number for an address'
  | 'SMS to a number'
  | 'mail with a code for an address'
  | 'mail with a code'
  | 'SMS to a prefix for an address'
  | 'SMS to a prefix'
  | 'SMS of the service'
  | 'SMS of a client to a prefix'
  | 'SMS of a client'
  | 'wrong code from an address'
  | 'wrong code on a line from an address'
  | 'wrong code'
  | 'wrong code of the service'
  | 'wrong PUK'
  | 'sign-in with a code from an address'
  | 'sign-in with a code'
  | 'unconfirmed sign-in';

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

  /**
   * Takes one use for `entryId`, or says when the next may be taken. One round trip where there is one to take. Where a use was
   * given back between two questions there is one again, and it is asked for once more.
   */
  async take(entry: BudgetEntry, entryId: string): Promise<BudgetAnswer> {
    const { budget, now } = entry;
    for (;;) {
      if (await this.addToOpenWindow(entry, entryId)) return { granted: true };
      const use = await this.uses.findById(idOf(entry)).lean();
      if (!use) continue;
      if (use.entries.includes(entryId)) return { granted: true };
      const opensAt = use.openedAt.getTime() + budget.windowMs;
      if (opensAt <= now) await this.openWindowAnew(entry, use.openedAt);
      else if (use.entries.length >= budget.limit) return { granted: false, opensAt };
    }
  }

  /**
   * Takes one use of every budget, or of none. The last one is taken only once the others are granted: what the narrower
   * budgets refuse never stands in the way of others in it, not even for a moment.
   */
  async takeAll(entries: readonly BudgetEntry[], entryId: string): Promise<BudgetAnswer> {
    const [widest, ...narrower] = [...entries].reverse();
    const answers = await Promise.all(narrower.map((entry) => this.take(entry, entryId)));
    if (widest && answers.every(({ granted }) => granted)) answers.push(await this.take(widest, entryId));
    if (answers.every(({ granted }) => granted)) return { granted: true };
    const granted = narrower.filter((_entry, index) => answers[index]?.granted);
    const [opensAt] = await Promise.all([this.opensAt(entries), this.giveBack(granted, entryId)]);
    return { granted: false, opensAt: Math.max(opensAt ?? 0, ...answers.map(openingOf)) };
  }

  /** Makes uses undone: they were taken for something that then did not count. */
  async giveBack(entries: readonly BudgetEntry[], entryId: string): Promise<void> {
    if (entries.length === 0) return;
    await this.uses.updateMany({ _id: { $in: entries.map(idOf) } }, { $pull: { entries: entryId } });
  }

  /** Whether any of `entries` has no use left, without taking any. */
  async spent(entries: readonly BudgetEntry[]): Promise<boolean> {
    return (await this.opensAt(entries)) !== undefined;
  }

  /** When all of `entries` have a use again, milliseconds since 1970; undefined when they have one now. */
  async opensAt(entries: readonly BudgetEntry[]): Promise<number | undefined> {
    const uses = await this.openWindows(entries);
    const opening = entries.flatMap((entry, index) => {
      const use = uses[index];
      if (!use || use.entries.length < entry.budget.limit) return [];
      return [use.openedAt.getTime() + entry.budget.windowMs];
    });
    return opening.length === 0 ? undefined : Math.max(...opening);
  }

  /** How many uses a budget has left. */
  async left(entry: BudgetEntry): Promise<number> {
    const [use] = await this.openWindows([entry]);
    return Math.max(0, entry.budget.limit - (use?.entries.length ?? 0));
  }

  /** Of each entry its window, where it has one that is not over. */
  private async openWindows(entries: readonly BudgetEntry[]): Promise<(BudgetUse | undefined)[]> {
    const uses = await this.uses.find({ _id: { $in: entries.map(idOf) } }).lean();
    return entries.map((entry) =>
      uses.find(
        ({ _id, openedAt }) => _id === idOf(entry) && openedAt.getTime() + entry.budget.windowMs > entry.now,
      ),
    );
  }

  /** Opens the first window with it where there is none. A window that is full, over, or holds the entry has the id already. */
  private async addToOpenWindow(entry: BudgetEntry, entryId: string): Promise<boolean> {
    const { budget, now } = entry;
    const window = { openedAt: new Date(now), expiresAt: new Date(now + budget.windowMs + sweepMarginMs) };
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
      if (!duplicateKey(error)) throw error;
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
      {
        $set: {
          openedAt: new Date(now),
          entries: [],
          expiresAt: new Date(now + budget.windowMs + sweepMarginMs),
        },
      },
    );
  }
}

function openingOf(answer: BudgetAnswer): number {
  return answer.granted ? 0 : answer.opensAt;
}

function idOf({ purpose, subject }: Pick<BudgetEntry, 'purpose' | 'subject'>): string {
  return `${purpose}:${subject}`;
}

/**
 * The part of a large budget that `entryId` counts in: one document would hold thousands of entries and be written at by
 * every process. Each part has an equal share, so up to 100 entries the limit is exact; past that a part may be spent a
 * little before the whole is, and the whole is never passed.
 */
export function partOfBudget(entry: BudgetEntry, entryId: string): BudgetEntry {
  const { limit, windowMs } = entry.budget;
  const parts = Math.min(mostDocuments, Math.ceil(limit / entriesPerDocument));
  const part = createHash('sha256').update(entryId).digest().readUInt32BE() % parts;
  const share = Math.floor(limit / parts) + (part < limit % parts ? 1 : 0);
  return { ...entry, subject: `${entry.subject}#${part}`, budget: { limit: share, windowMs } };
}
