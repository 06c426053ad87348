import type { PDU } from 'smpp';
import { encodings } from 'smpp';
import type { ReceiptState } from '../database/sendRecords';
import type { DeliveryReceipt } from './channel';

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
