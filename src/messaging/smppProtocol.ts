import { createHash } from 'node:crypto';
import { encodings, errors, type PDU } from 'smpp';
import type { ReceiptState } from '../database/sendRecords';
import { SegmentedMessage } from 'sms-segments-calculator';
import { type DeliveryReceipt, MessageDelayed, MessageRefused } from './channel';

/** Address of a message centre, with the name and password to bind with. */
export interface SmppAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`ssmpp`). */
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
}

/** An address of SMPP with the type of number and the numbering plan it is written in (SMPP 3.4, 5.2.5 and 5.2.6). */
export interface NumberedAddress {
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

const example = 'smpp://system:password@host:2775';

/**
 * Reads `smpp://system:password@host[:port]`, or the same with `ssmpp` for TLS. Ports: 2775 and 3550 unless given.
 *
 * @throws Error naming the variable and what is wrong, never the address.
 */
export function readSmppUrl(text: string): SmppAddress {
  if (!URL.canParse(text)) throw new Error(`SMPP_URL is not an address: ${example}.`);
  const url = new URL(text);
  const tls = url.protocol === 'ssmpp:';
  if (!tls && url.protocol !== 'smpp:') throw new Error('SMPP_URL must begin with smpp:// or ssmpp://.');
  if (!url.hostname || !url.username) throw new Error(`SMPP_URL names no host or no system: ${example}.`);
  if (url.search || url.hash || (url.pathname && url.pathname !== '/'))
    throw new Error('SMPP_URL ends with host and port: percent-encode "/", "?" and "#" of a password.');
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 3550 : 2775,
    tls,
    systemId: asciiOf(url.username),
    password: asciiOf(url.password),
  };
}

/** SMPP carries both as ASCII that ends with a zero. */
function asciiOf(encoded: string): string {
  const text = decodeURIComponent(encoded);
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Error('SMPP_URL: system and password are ASCII.');
  return text;
}

/** A number in E.164: international, in the numbering plan of telephones, without "+". */
export function internationalNumber(e164: string): NumberedAddress {
  return { ton: 1, npi: 1, address: e164.slice(1) };
}

/** @param sender a name of at most 11 characters, or a number in E.164. */
export function senderAddress(sender: string): NumberedAddress {
  return sender.startsWith('+') ? internationalNumber(sender) : { ton: 5, npi: 0, address: sender };
}

const namesByStatus = new Map(Object.entries(errors).map(([name, status]) => [status, name]));

/** What speaks of this destination or this message, and would be said again. */
const refusals: readonly string[] = [
  'ESME_RINVMSGLEN',
  'ESME_RINVDSTADR',
  'ESME_RX_P_APPN',
  'ESME_RX_R_APPN',
  'ESME_RDELIVERYFAILURE',
];

const requestsToSlowDown: readonly string[] = ['ESME_RTHROTTLED', 'ESME_RMSGQFUL'];

/** Errors that do not tell whether the message was taken before they happened. */
const openOutcomes: readonly string[] = ['ESME_RSYSERR', 'ESME_RUNKNOWNERR'];

/** The status' name in SMPP 3.4 (5.1.3); a provider's own as a hexadecimal number. */
export function statusName(status: number): string {
  return namesByStatus.get(status) ?? `0x${status.toString(16).padStart(8, '0')}`;
}

/** Whether the provider asks for fewer messages. */
export function asksToSlowDown(status: number): boolean {
  return requestsToSlowDown.includes(statusName(status));
}

/**
 * Sorts the status of an answer to `submit_sm` into the two kinds that a channel knows. What is wrong with the link, the sign-in,
 * the sender or a field that is the same for every message is ours to repair: the message waits.
 *
 * @param completesMessage whether the segment was the last one of its message.
 */
export function messageErrorFromStatus(
  status: number,
  completesMessage: boolean,
): MessageDelayed | MessageRefused {
  const name = statusName(status);
  if (refusals.includes(name)) return new MessageRefused(name);
  const open = openOutcomes.includes(name) || !namesByStatus.has(status);
  return new MessageDelayed(name, open && completesMessage);
}

/** A text as it goes out. Joined, the segments are the text. */
export interface SegmentedText {
  /** GSM-7: default alphabet and its extension (3GPP TS 23.038); UCS-2 as soon as one character is in neither. */
  readonly alphabet: 'GSM-7' | 'UCS-2';
  readonly segments: readonly string[];
}

/**
 * Cuts a text into what fits one short message each: 160 septets or 70 UTF-16 units, 153 or 67 where there are several. What a
 * reader takes for one character stays whole: neither an escape nor a surrogate pair is split.
 */
export function segmentsOf(text: string): SegmentedText {
  const { encodingName, segments } = new SegmentedMessage(text);
  return { alphabet: encodingName, segments: segments.map(textOfSegment) };
}

/** A segment of the library is a list of characters, with a header of other things before them. */
function textOfSegment(segment: readonly object[]): string {
  return Array.from(segment, (part) => ('raw' in part ? String(part.raw) : '')).join('');
}

/** The fields of a `submit_sm` that carry one segment. */
export interface EncodedSegment {
  /** 0: the message centre's default alphabet, which is GSM-7, one septet an octet; 8: UCS-2 (SMPP 3.4, 5.2.19). */
  readonly data_coding: 0 | 8;
  /** 0x40: the text begins with a header (SMPP 3.4, 5.2.12). */
  readonly esm_class: 0 | 0x40;
  readonly short_message: Buffer;
}

/** More than any text of the service needs; the cutting takes time that grows faster than the text. */
const mostSegments = 10;
const longestText = mostSegments * 153;
const headerOctets = 6;

/**
 * The segments of a text in octets. Where there are several, each begins with a header for their concatenation (3GPP TS 23.040,
 * 9.2.3.24.1). The reference in it comes from the message's id: a phone takes the segments of a second hand-over for the same.
 *
 * @throws MessageRefused where the text cannot be cut into ten short messages at most.
 */
export function encodedSegments(text: string, messageId: string): readonly EncodedSegment[] {
  if (text.length > longestText) throw new MessageRefused('text too long');
  const { alphabet, segments } = segmentsOf(text);
  if (segments.length > mostSegments) throw new MessageRefused('text too long');
  const reference = createHash('sha256').update(messageId).digest().readUInt8();
  return segments.map((segment, index) => {
    const header =
      segments.length === 1
        ? Buffer.alloc(0)
        : Buffer.from([headerOctets - 1, 0, 3, reference, segments.length, index + 1]);
    const octets = octetsOf(segment, alphabet);
    if (octets.length > roomBeside(header, alphabet)) throw new MessageRefused('text cannot be cut');
    return {
      data_coding: alphabet === 'GSM-7' ? 0 : 8,
      esm_class: header.length === 0 ? 0 : 0x40,
      short_message: Buffer.concat([header, octets]),
    };
  });
}

function octetsOf(segment: string, alphabet: SegmentedText['alphabet']): Buffer {
  return alphabet === 'GSM-7' ? encodings.ASCII.encode(segment) : encodings.UCS2.encode(segment);
}

/** Of 140 octets on the air: septets that fit, or octets. */
function roomBeside(header: Buffer, alphabet: SegmentedText['alphabet']): number {
  const octets = 140 - header.length;
  return alphabet === 'GSM-7' ? Math.floor((octets * 8) / 7) : octets;
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
