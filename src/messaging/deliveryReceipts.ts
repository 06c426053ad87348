import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import { databaseCodesOf } from '../database/failures';
import type { ReceiptState, SendRecord } from '../database/sendRecords';
import type { Logger } from '../observability/logger';
import type { DeliveryReceipt } from './channel';

/** The provider's last word on a segment; what comes after it changes nothing. */
const finalStates: readonly ReceiptState[] = ['delivered', 'undeliverable', 'expired', 'rejected'];

type Wait = () => Promise<unknown>;

/** A receipt may overtake the answer to its message; by then the ids are on the record. */
const laterLookMs = 2_000;

/**
 * Notes a receipt on the record of its message. Ids are compared letter for letter. A repeated receipt changes nothing, and
 * a final state stands. Where no record has the id, it is looked for once more after `wait`.
 *
 * @returns whether a record has the segment; false for a receipt of nothing that is known.
 * @throws whatever the database throws.
 */
export async function noteReceipt(
  records: Model<SendRecord>,
  receipt: DeliveryReceipt,
  now: () => Date,
  wait: Wait = () => delay(laterLookMs, undefined, { ref: false }),
): Promise<boolean> {
  if (await noted(records, receipt, now())) return true;
  await wait();
  return noted(records, receipt, now());
}

/**
 * What a channel tells of its receipts: each is noted, with a line in the log that names the provider's id and no number. It
 * never fails: a receipt that cannot be noted is lost, and the message was sent all the same.
 */
export function createReceiptListener(
  records: Model<SendRecord>,
  logger: Logger,
  now: () => Date,
  wait?: Wait,
) {
  return async (receipt: DeliveryReceipt): Promise<void> => {
    try {
      const known = await noteReceipt(records, receipt, now, wait);
      logger.info(receipt, known ? 'receipt noted' : 'receipt of an unknown message ignored');
    } catch (error) {
      const failure = error instanceof Error ? error.name : typeof error;
      logger.warn({ ...receipt, failure, ...databaseCodesOf(error) }, 'receipt could not be noted');
    }
  };
}

async function noted(
  records: Model<SendRecord>,
  { providerId, state }: DeliveryReceipt,
  stateAt: Date,
): Promise<boolean> {
  const open = { providerId, state: { $nin: [...finalStates, state] } };
  const { matchedCount } = await records.updateOne(
    { channel: 'sms', segments: { $elemMatch: open } },
    { $set: { 'segments.$.state': state, 'segments.$.stateAt': stateAt } },
  );
  if (matchedCount > 0) return true;
  return (await records.exists({ channel: 'sms', 'segments.providerId': providerId })) !== null;
}
