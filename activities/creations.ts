import type { ClientSession } from 'mongoose';
import type { Database } from '../src/database/database';

/** Far longer than a flow lives (72 hours), and than its history is kept: no retry comes later. */
const creationLifeMs = 30 * 24 * 3_600_000;

/**
 * Notes, in the transaction that makes it, that a flow has made what it makes. A worker may die after that and before it is heard:
 * where the thing was removed meanwhile, the retry finds the note, and brings nothing back.
 *
 * @param now milliseconds since 1970
 * @throws a duplicate of `_id` where it was noted before
 */
export async function noteCreation(
  { flowCreations }: Database,
  workflowId: string,
  now: number,
  session: ClientSession,
): Promise<void> {
  const noted = { _id: workflowId, expiresAt: new Date(now + creationLifeMs) };
  await flowCreations.create([noted], { session });
}

/** Whether the flow has made what it makes, there still or not. */
export async function hasCreated(
  { flowCreations }: Database,
  workflowId: string,
  session: ClientSession | null = null,
): Promise<boolean> {
  return (await flowCreations.exists({ _id: workflowId }).session(session)) !== null;
}
