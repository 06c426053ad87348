import { Schema } from 'mongoose';

/** How often something happened to one subject since its window opened. */
export interface BudgetUse {
  /** `<purpose>:<keyed digest of the subject>` */
  readonly _id: string;
  readonly openedAt: Date;
  /** Ids of what was counted, so that a retry is not counted again. */
  readonly entries: readonly string[];
  readonly expiresAt: Date;
}

export const budgetUseSchema = new Schema<BudgetUse>(
  {
    _id: { type: String, required: true },
    openedAt: { type: Date, required: true },
    entries: { type: [String], required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'budgetUses', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

budgetUseSchema.index({ expiresAt: 1 }, { name: 'budget_use_expires', expireAfterSeconds: 0 });
