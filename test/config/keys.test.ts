import { Keyring, type KeyPurpose } from '../../src/config/keys';

const text = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const ring = Keyring.parse(`${text('new', 1)}, ${text('old', 2)}`, 'SERVICE_KEYS');
const purposes: readonly KeyPurpose[] = [
  'payload codec',
  'flow id',
  'flow token',
  'support reference',
  'activation link',
  'contract data',
  'network address',
  'mailbox',
  'VAT number',
  'password pepper',
  'generated password',
  'PUK sealing',
  'PUK at rest',
  'typed ICCID',
  'one-time code',
  'code at the edge',
  'line',
  'account name',
  'client',
  'recipient',
];

describe('a ring of keys', () => {
  test('closes with the first key and opens with all', () => {
    expect(ring.current('flow id').id).toBe('new');
    expect(ring.all('flow id').map(({ id }) => id)).toEqual(['new', 'old']);
    expect(ring.ids).toEqual(['new', 'old']);
  });

  test('gives each purpose a key of its own, of 256 bits, that is not the master key', () => {
    const keys = purposes.flatMap((purpose) => ring.all(purpose).map(({ secret }) => secret));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(2 * purposes.length);
    for (const key of keys) {
      expect(key).toHaveLength(32);
      expect([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]).not.toContainEqual(key);
    }
  });

  test('gives the same keys in every process', () => {
    const again = Keyring.parse(text('new', 1), 'SERVICE_KEYS');
    expect(again.current('flow token')).toEqual(ring.current('flow token'));
  });
});
