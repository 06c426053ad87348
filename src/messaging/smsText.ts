import { createHash } from 'node:crypto';
import { SegmentedMessage } from 'sms-segments-calculator';
import { encodings } from 'smpp';
import { MessageRefused } from './channel';

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
