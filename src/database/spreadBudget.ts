import { createHash } from 'node:crypto';
import type { BudgetEntry } from './budgetLedger';

const entriesPerDocument = 100;
const mostDocuments = 16;

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
