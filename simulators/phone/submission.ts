import type { PDU } from 'smpp';
import { z } from 'zod';
import { statusCode } from './behaviour';
import type { SegmentPlace } from './segments';

/** What one `submit_sm` asks for. */
export interface Submission {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** `undefined`: the text is the whole message. */
  readonly place: SegmentPlace | undefined;
  /** Whether a receipt is wanted for a message that was delivered, and for one that was not. */
  readonly receiptWanted: { readonly onSuccess: boolean; readonly onFailure: boolean };
}

/** A submit that no provider would take. */
export class UnusableSubmit extends Error {
  override readonly name = 'UnusableSubmit';
  readonly status: number;

  constructor(statusName: string) {
    super(`The submit is answered with ${statusName}.`);
    this.status = statusCode(statusName);
  }
}

const octet = z.int().min(0).max(255);
const content = z.object({ udh: z.array(z.instanceof(Buffer)).optional(), message: z.string() });
const submitSchema = z.object({
  source_addr_ton: octet,
  source_addr: z.string().max(20),
  dest_addr_ton: octet,
  destination_addr: z.string(),
  registered_delivery: octet,
  short_message: z.unknown().optional(),
  message_payload: z.unknown().optional(),
  sar_msg_ref_num: z.number().optional(),
  sar_total_segments: z.number().optional(),
  sar_segment_seqnum: z.number().optional(),
});
type SubmitFields = z.output<typeof submitSchema>;

const international = 0x01;
const phoneNumber = /^\+?\d{3,20}$/;
/** Information elements of concatenated messages (3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8). */
const concatenated = 0x00;
const concatenatedWide = 0x08;

/** @throws UnusableSubmit naming the status that tells what is wrong. */
export function readSubmission(pdu: PDU): Submission {
  const { success, data } = submitSchema.safeParse(pdu);
  if (!success) throw new UnusableSubmit('ESME_RSUBMITFAIL');
  if (!phoneNumber.test(data.destination_addr)) throw new UnusableSubmit('ESME_RINVDSTADR');
  const { udh, message } = contentOf(data);
  const wish = data.registered_delivery & 0b11;
  return {
    from: numberOf(data.source_addr_ton, data.source_addr),
    to: numberOf(data.dest_addr_ton, data.destination_addr),
    text: message,
    place: placeByHeader(udh ?? []) ?? placeByParameters(data),
    receiptWanted: { onSuccess: wish === 1 || wish === 3, onFailure: wish === 1 || wish === 2 },
  };
}

/** The library leaves octets as they are where it does not know the alphabet. */
function contentOf({ short_message: short, message_payload: payload }: SubmitFields) {
  const { success, data } = content.safeParse(payload ?? short);
  if (!success) throw new UnusableSubmit('ESME_RINVDCS');
  return data;
}

function numberOf(typeOfNumber: number, address: string): string {
  return typeOfNumber === international && !address.startsWith('+') ? `+${address}` : address;
}

function placeByHeader(elements: readonly Buffer[]): SegmentPlace | undefined {
  for (const element of elements) {
    const [id, length, ...octets] = element;
    if (id === concatenated && length === 3) {
      const [reference = 0, total = 0, number = 0] = octets;
      return checkedPlace({ reference, total, number });
    }
    if (id === concatenatedWide && length === 4) {
      const [high = 0, low = 0, total = 0, number = 0] = octets;
      return checkedPlace({ reference: high * 256 + low, total, number });
    }
  }
  return undefined;
}

function placeByParameters(fields: SubmitFields): SegmentPlace | undefined {
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number } = fields;
  if (reference === undefined || total === undefined || number === undefined) return undefined;
  return checkedPlace({ reference, total, number });
}

function checkedPlace(place: SegmentPlace): SegmentPlace | undefined {
  const { total, number } = place;
  if (number < 1 || number > total) throw new UnusableSubmit('ESME_RSUBMITFAIL');
  return total === 1 ? undefined : place;
}
