import { webcrypto } from 'node:crypto';
import type { PrivateKey } from 'openid-client';
import type { ClientKey } from '../config/clientKey';

/** The key in the form that the library of OpenID Connect signs with: ES256 alone. */
export async function importClientKey({ id, privateKey }: ClientKey): Promise<PrivateKey> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return { kid: id, key: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']) };
}
