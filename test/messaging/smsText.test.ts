import fc from 'fast-check';
import { encodings } from 'smpp';
import {
  internationalNumber,
  readSmppUrl,
  senderAddress,
  encodedSegments,
  segmentsOf,
} from '../../src/messaging/smppProtocol';

const messageId = 'Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4';

/** The default alphabet and its extension (3GPP TS 23.038, 6.2.1), without the escape itself. */
const gsmAlphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsmExtension = '\f^{}\\[~]|€';

describe('the alphabet of a text', () => {
  test('is GSM-7 for each of its characters, and octets say the same character', () => {
    for (const character of gsmAlphabet + gsmExtension) {
      expect([character, segmentsOf(character).alphabet]).toEqual([character, 'GSM-7']);
      const [segment] = encodedSegments(character, messageId);
      expect(segment).toMatchObject({ data_coding: 0, esm_class: 0 });
      expect(encodings.ASCII.decode(segment!.short_message)).toBe(character);
      expect(segment!.short_message).toHaveLength(gsmExtension.includes(character) ? 2 : 1);
    }
  });

  test('puts "@" at 0, "à" at 7F and "€" behind an escape, as the standard does', () => {
    expect(encodedSegments('@à€', messageId)[0]?.short_message.toString('hex')).toBe('007f1b65');
  });

  test.each(['È', '’', 'ç', '–', '漢', '😀', 'e\u0301', '\u001b'])(
    'is UCS-2 as soon as %j is in the text, and nothing is replaced',
    (character) => {
      const text = `Perché ${character}`;
      expect(segmentsOf(text)).toEqual({ alphabet: 'UCS-2', segments: [text] });
      const [segment] = encodedSegments(text, messageId);
      expect(segment).toMatchObject({ data_coding: 8, esm_class: 0 });
      expect(segment!.short_message.toString('hex')).toBe(
        Buffer.from(text, 'utf16le').swap16().toString('hex'),
      );
    },
  );
});

describe('the segments of a text', () => {
  const lengthsOf = (text: string) => segmentsOf(text).segments.map(({ length }) => length);

  test('are one up to 160 septets or 70 units, and 153 or 67 each beyond', () => {
    expect(lengthsOf('a'.repeat(160))).toEqual([160]);
    expect(lengthsOf('a'.repeat(161))).toEqual([153, 8]);
    expect(lengthsOf('a'.repeat(307))).toEqual([153, 153, 1]);
    expect(lengthsOf('€'.repeat(80))).toEqual([80]);
    expect(lengthsOf('漢'.repeat(70))).toEqual([70]);
    expect(lengthsOf('漢'.repeat(71))).toEqual([67, 4]);
  });

  test('never split an escape from its character', () => {
    expect(lengthsOf(`${'a'.repeat(152)}€${'b'.repeat(20)}`)).toEqual([152, 21]);
    for (const { short_message: octets } of encodedSegments('€'.repeat(200), messageId)) {
      expect(octets.at(-1)).not.toBe(0x1b);
    }
  });

  test('never split a surrogate pair', () => {
    expect(lengthsOf(`${'漢'.repeat(66)}😀${'漢'.repeat(10)}`)).toEqual([66, 12]);
  });

  test('join to the text, fit each, and share one alphabet, for any text', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
    const gsmTexts = fc.string({
      unit: fc.constantFrom(...Array.from(gsmAlphabet + gsmExtension)),
      maxLength: 500,
    });
    fc.assert(
      fc.property(fc.oneof(texts, gsmTexts), (text) => {
        const { segments } = segmentsOf(text);
        expect(segments.join('')).toBe(text);
        const encoded = encodedSegments(text, messageId);
        expect(encoded).toHaveLength(segments.length);
        for (const { data_coding: coding, short_message: octets } of encoded) {
          expect(octets.length).toBeLessThanOrEqual(
            coding === 8 ? 140 : encoded.length === 1 ? 160 : 153 + 6,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('carry a header with one reference for the message, their number and their place', () => {
    const headers = encodedSegments('a'.repeat(400), messageId).map(
      ({ esm_class: esmClass, short_message }) => [esmClass, ...short_message.subarray(0, 6)],
    );
    const reference = headers[0]?.[4];
    expect(headers).toEqual([1, 2, 3].map((place) => [0x40, 5, 0, 3, reference, 3, place]));
  });

  test('have the same reference at every hand-over of a message, and another in another message', () => {
    const referenceOf = (id: string) => encodedSegments('a'.repeat(161), id)[0]?.short_message.at(3);
    expect(referenceOf(messageId)).toBe(referenceOf(messageId));
    const references = Array.from({ length: 20 }, (_, index) => referenceOf(`${messageId}${index}`));
    expect(new Set(references).size).toBeGreaterThan(10);
  });

  test('are ten at most, and a character that fits none is refused', () => {
    expect(encodedSegments('a'.repeat(1_530), messageId)).toHaveLength(10);
    expect(() => encodedSegments('a'.repeat(1_531), messageId)).toThrow('text too long');
    expect(() => encodedSegments('漢'.repeat(671), messageId)).toThrow('text too long');
    expect(() => encodedSegments(`e${'\u0301'.repeat(100)}`, messageId)).toThrow('text cannot be cut');
  });
});

describe('addresses of SMPP', () => {
  test('name host, port, TLS, system and password, percent-encoded', () => {
    expect(readSmppUrl('smpp://us%3Aer:p%40ss@smsc.example')).toEqual({
      host: 'smsc.example',
      port: 2775,
      tls: false,
      systemId: 'us:er',
      password: 'p@ss',
    });
    expect(readSmppUrl('ssmpp://a@[::1]')).toMatchObject({
      host: '::1',
      port: 3550,
      tls: true,
      password: '',
    });
    expect(readSmppUrl('smpp://a:b@127.0.0.1:99/')).toMatchObject({ host: '127.0.0.1', port: 99 });
  });

  test.each([
    'hunter2',
    'smtp://a:hunter2@host',
    'smpp://host',
    'smpp://a:hunter2@',
    'smpp://a:hunter2@host/path',
    'smpp://a:hunter2@host?x=1',
    'smpp://a:hunter2è@host',
  ])('that are none are refused by the name of the variable, without the value (%s)', (url) => {
    expect(() => readSmppUrl(url)).toThrow(/SMPP_URL/);
    expect(() => readSmppUrl(url)).not.toThrow(/hunter2/);
  });

  test('are international numbers of the telephone plan, or names', () => {
    expect(internationalNumber('+393201234567')).toEqual({ ton: 1, npi: 1, address: '393201234567' });
    expect(senderAddress('+393201234567')).toEqual({ ton: 1, npi: 1, address: '393201234567' });
    expect(senderAddress('WindTre')).toEqual({ ton: 5, npi: 0, address: 'WindTre' });
  });
});
