import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

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
