import { Keyring, parseSealingKey } from '../../src/config/keys';
import { refuseForApi } from '../../src/config/secrets';
import { openPuk, sealingKeyText, sealPuk } from '../../src/security/pukSealing';
import { testSettings } from '../support/settings';
import { keyringOf } from './keys';

const puk = '24680246';
const publicOf = (keys: Keyring) => parseSealingKey(sealingKeyText(keys), 'PUK_SEALING_KEY');

test('a typed PUK is opened by the workers alone, for its own flow alone, and is another text each time', async () => {
  const workers = keyringOf('one');
  const typed = await sealPuk(publicOf(workers), 'flow', { puk });
  expect(await openPuk(workers, 'flow', typed)).toEqual({ puk });
  expect(await openPuk(workers, 'another', typed)).toBeUndefined();
  expect((await sealPuk(publicOf(workers), 'flow', { puk })).sealed).not.toBe(typed.sealed);
  const [header = ''] = typed.sealed.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
    alg: 'ECDH-ES',
    kid: 'one',
  });
});

test('what was tampered with, or sealed to another key of the same id, opens as nothing', async () => {
  const workers = keyringOf('one');
  const other = Keyring.parse(`one:${Buffer.alloc(32, 9).toString('base64')}`, 'WORKER_KEYS');
  const { sealed } = await sealPuk(publicOf(workers), 'flow', { puk });
  const parts = sealed.split('.');
  const tampered = [
    ...parts.slice(0, 3),
    (parts[3] ?? '').replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
    parts[4],
  ];
  expect(await openPuk(workers, 'flow', { sealed: tampered.join('.') })).toBeUndefined();
  expect(await openPuk(other, 'flow', { sealed })).toBeUndefined();
});

test('keys rotate: a former one still opens; one that the workers lack is an error that is tried again, and no wrong PUK', async () => {
  const former = await sealPuk(publicOf(keyringOf('one')), 'flow', { puk });
  expect(await openPuk(keyringOf('two', 'one'), 'flow', former)).toEqual({ puk });
  expect(publicOf(keyringOf('two', 'one')).id).toBe('two');
  await expect(openPuk(keyringOf('two'), 'flow', former)).rejects.toThrow('not in WORKER_KEYS');
});

test('the API takes the public half, and neither a master key in its place nor the private one beside it', () => {
  const { secrets } = testSettings();
  expect(() => refuseForApi(secrets)).toThrow('WORKER_KEYS must not be set for the API');
  expect(() => refuseForApi({ ...secrets, workerKeys: undefined })).not.toThrow();
  expect(secrets.pukSealingKey?.publicKey.type).toBe('public');
  const masterKey = `worker:${Buffer.alloc(32, 5).toString('base64')}`;
  expect(() => parseSealingKey(masterKey, 'PUK_SEALING_KEY')).toThrow(
    'PUK_SEALING_KEY must be id:base64 of a public key',
  );
  expect(() => parseSealingKey(masterKey, 'PUK_SEALING_KEY')).not.toThrow(masterKey.slice(7));
});
