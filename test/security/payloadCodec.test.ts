import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import { EncryptingPayloadCodec } from '../../src/security/sealing';
import { keyringOf } from './keys';

const codec = new EncryptingPayloadCodec(keyringOf('one'));
const plain = (text: string): Payload => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(text),
});

async function seal(payload: Payload, by = codec): Promise<Payload> {
  const [sealed] = await by.encode([payload]);
  return sealed!;
}

async function open(payload: Payload, by = codec): Promise<Payload> {
  const [opened] = await by.decode([payload]);
  return opened!;
}

function bytesOf({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value)] as const);
  return { metadata: new Map(entries), data: Buffer.from(data ?? []) };
}

describe('the payload codec', () => {
  test('gives back every payload as it was, metadata and all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.uint8Array(), { noNullPrototype: true }),
        fc.uint8Array({ maxLength: 2_000 }),
        async (metadata, data) => {
          expect(bytesOf(await open(await seal({ metadata, data })))).toEqual(bytesOf({ metadata, data }));
        },
      ),
    );
  });

  test('shows nothing of a payload but the id of its key', async () => {
    const sealed = await seal(plain('"Chiara Esempio"'));
    expect(Object.keys(sealed.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id']);
    expect(Buffer.from(sealed.data!).toString('latin1')).not.toMatch(/Chiara|json/);
  });

  test('never repeats a nonce, so that equal payloads look different', async () => {
    const sealed = await codec.encode(Array.from({ length: 500 }, () => plain('"x"')));
    const nonces = sealed.map(({ data }) => Buffer.from(data!.subarray(0, 12)).toString('hex'));
    expect(new Set(nonces).size).toBe(500);
  });

  test('opens what an earlier key of the ring closed, and closes with the current one', async () => {
    const rotated = new EncryptingPayloadCodec(keyringOf('two', 'one'));
    expect(bytesOf(await open(await seal(plain('1')), rotated))).toEqual(bytesOf(plain('1')));
    const sealed = await seal(plain('2'), rotated);
    expect(Buffer.from(sealed.metadata!['encryption-key-id']!).toString()).toBe('two');
    await expect(Promise.resolve().then(() => open(sealed))).rejects.toThrow('not in SERVICE_KEYS');
  });

  test('refuses what was changed in any one byte, cut short or grown', async () => {
    const { metadata, data } = await seal(plain('"twelve"'));
    const whole = Buffer.from(data!);
    const changed = Array.from(whole.keys(), (index) => {
      const copy = Buffer.from(whole);
      copy[index]! ^= 0x40;
      return copy;
    });
    const cut = [0, 1, 11, 12, 27, 28, whole.length - 1].map((length) => whole.subarray(0, length));
    for (const bytes of [...changed, ...cut, Buffer.concat([whole, Buffer.from('x')])]) {
      await expect(
        Promise.resolve().then(() => open({ metadata: metadata!, data: bytes })),
      ).rejects.toThrow();
    }
  });

  test('passes on a payload that was never encrypted', async () => {
    expect(await open(plain('"clear"'))).toEqual(plain('"clear"'));
    expect(await open({})).toEqual({});
  });
});
