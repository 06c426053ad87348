import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyPurpose, Keyring } from '../../src/config/keys';
import { projectFolder } from '../../embedded/projectFolder';
import { keyedDigest } from '../../src/security/digests';
import { PasswordHashing, HashQueue } from '../../src/security/passwords';
import { EncryptingPayloadCodec, openText, sealText } from '../../src/security/sealing';

/** Every purpose, as the type of the code lists them. */
const [, list = ''] =
  /type KeyPurpose =\n([^;]+);/.exec(readFileSync(join(projectFolder, 'src/config/keys.ts'), 'utf8')) ?? [];
const purposes = Array.from(list.matchAll(/'([^']+)'/g), ([, name]) => name as KeyPurpose);

/** Rings that name their keys alike: an id opens nothing. */
const ringOf = (byte: number) =>
  Keyring.parse(`one:${Buffer.alloc(32, byte).toString('base64')}`, 'SERVICE_KEYS');
const rings = { SERVICE_KEYS: ringOf(1), WORKER_KEYS: ringOf(2), 'a key of others': ringOf(3) };
const everyKey = Object.entries(rings).flatMap(([name, ring]) =>
  purposes.map((purpose) => ({ name: `${name}, ${purpose}`, ring, purpose })),
);

/** The table of keys: list, who holds it, purpose, what it does. */
const table = readFileSync(join(projectFolder, 'docs/keys.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(';'));

function opens(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

test('the table has every purpose, once, and no other', () => {
  expect(purposes.length).toBeGreaterThan(25);
  const ofLists = table.filter(([list = '']) => ['SERVICE_KEYS', 'WORKER_KEYS'].includes(list));
  expect(ofLists.map(([, , purpose]) => purpose)).toEqual(purposes);
  expect(table.filter((row) => row.length !== 4 || row.includes(''))).toEqual([]);
});

describe.each(purposes)('what the key for "%s" closed', (purpose) => {
  test.each(['SERVICE_KEYS', 'WORKER_KEYS'] as const)('of %s is opened by it alone, of all keys', (list) => {
    const sealed = sealText(rings[list], purpose, 'a secret');
    const openers = everyKey.filter((key) => opens(() => openText(key.ring, key.purpose, sealed)));
    expect(openers.map(({ name }) => name)).toEqual([`${list}, ${purpose}`]);
  });

  test('has a digest that no other key gives', () => {
    const digests = everyKey.map((key) => keyedDigest(key.ring, key.purpose, 'a secret'));
    expect(new Set(digests).size).toBe(everyKey.length);
  });
});

test('a payload is opened by the codec of SERVICE_KEYS alone', async () => {
  const [payload] = await new EncryptingPayloadCodec(rings.SERVICE_KEYS).encode([
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"in clear"') },
  ]);
  await expect(new EncryptingPayloadCodec(rings.SERVICE_KEYS).decode([payload!])).resolves.toHaveLength(1);
  for (const ring of [rings.WORKER_KEYS, rings['a key of others']])
    expect(opens(() => void new EncryptingPayloadCodec(ring).decode([payload!]))).toBe(false);
});

test('a password is right under its own pepper alone', async () => {
  const hashingWith = (ring: Keyring) => new PasswordHashing(ring, new HashQueue({ atOnce: 2, waiting: 9 }));
  const stored = await hashingWith(rings.SERVICE_KEYS).hash('quattro mucche viola volano');
  const verdicts = Object.values(rings).map((ring) =>
    hashingWith(ring).verify(stored, 'quattro mucche viola volano'),
  );
  expect(await Promise.all(verdicts)).toEqual(['right', 'wrong', 'wrong']);
});
