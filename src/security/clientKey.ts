import { webcrypto } from 'node:crypto';
import type { PrivateKey } from 'openid-client';

const keyText = /^(?<kid>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<pkcs8>[A-Za-z0-9+/]+={0,2})$/;

/**
 * The key that this service proves itself with to the operator (ES256, RFC 7523).
 *
 * @param text `id:base64` of a PKCS #8 key, P-256
 * @throws Error that never quotes it
 */
export async function importClientKey(text: string): Promise<PrivateKey> {
  const { kid = '', pkcs8 = '' } = keyText.exec(text)?.groups ?? {};
  try {
    const der = Buffer.from(pkcs8, 'base64');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    return { kid, key: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']) };
  } catch {
    throw new Error(
      'NUMBER_VERIFICATION_CLIENT_KEY must be id:base64 of a P-256 key in PKCS #8 (openssl genpkey -algorithm EC).',
    );
  }
}
