import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import { type PDU, encodings } from 'smpp';
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

/** `message_state` of SMPP 3.4 (5.2.28). */
const statesByNumber: Readonly<Record<number, ReceiptState>> = {
  0: 'accepted',
  1: 'accepted',
  2: 'delivered',
  3: 'expired',
  4: 'undeliverable',
  5: 'undeliverable',
  6: 'accepted',
  7: 'unknown',
  8: 'rejected',
  9: 'undeliverable',
};

/** The same in a receipt's text (SMPP 3.4, Appendix B). */
const statesByWord: Readonly<Record<string, ReceiptState>> = {
  ENROUTE: 'accepted',
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'undeliverable',
  UNDELIV: 'undeliverable',
  ACCEPTD: 'accepted',
  UNKNOWN: 'unknown',
  REJECTD: 'rejected',
};

/** Kind of a `deliver_sm` in its `esm_class` (SMPP 3.4, 5.2.12): a receipt, or a notice on the way to one. */
const kindMask = 0x3c;
const kindsOfReceipts: readonly number[] = [0x04, 0x20];

/**
 * Reads a receipt out of a `deliver_sm`: from the parameters `receipted_message_id` and `message_state` where they are there, else
 * from the text `id:… stat:… err:…`. The text counts only where `esm_class` says that it is a receipt: anybody can
 * write such words from a phone.
 *
 * @returns undefined for what is no receipt. The id is as the provider wrote it: some write it in decimal here and in
 *   hexadecimal in their answer; nothing is converted.
 */
export function receiptFrom(pdu: PDU): DeliveryReceipt | undefined {
  const esmClass = pdu['esm_class'];
  const said = typeof esmClass === 'number' && kindsOfReceipts.includes(esmClass & kindMask);
  const parameterId = textOf(pdu['receipted_message_id']);
  if (!said && !parameterId) return undefined;
  const words = said ? textOf(pdu['short_message']) || textOf(pdu['message_payload']) : '';
  const providerId = parameterId || wordAfter('id', words);
  if (!providerId) return undefined;
  const errorCode = wordAfter('err', words);
  return { providerId, state: stateOf(pdu, words), ...(errorCode && { errorCode }) };
}

function stateOf(pdu: PDU, words: string): ReceiptState {
  const parameter = pdu['message_state'];
  const state = typeof parameter === 'number' ? statesByNumber[parameter] : undefined;
  return state ?? statesByWord[wordAfter('stat', words).toUpperCase()] ?? 'unknown';
}

/** Of `id:0123 stat:DELIVRD …`, what stands after one of the names; empty where it is not there. */
function wordAfter(name: 'id' | 'stat' | 'err', words: string): string {
  return new RegExp(`(?:^|\\s)${name}:(\\S{1,65})`, 'i').exec(words)?.[1] ?? '';
}

/** A field as the library gives it: a text, octets, or either of them with a header. */
function textOf(field: unknown): string {
  if (typeof field === 'string') return field;
  if (Buffer.isBuffer(field)) return encodings.ASCII.decode(field);
  return typeof field === 'object' && field !== null && 'message' in field ? textOf(field.message) : '';
}
