import { Keyring } from '../../src/config/keys';

/** A ring of keys named by their ids, the current one first; the same id is always the same key. */
export function keyringOf(...ids: string[]): Keyring {
  const texts = ids.map((id) => `${id}:${Buffer.alloc(32, id).toString('base64')}`);
  return Keyring.parse(texts.join(','), 'SERVICE_KEYS');
}
