import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JWK } from 'oidc-provider';

export interface ClientKey {
  /** What the operator has of it. */
  readonly publicKey: JWK;
  /** `id:base64` of it in PKCS #8, for the client alone. */
  readonly privateKey: string;
}

/** A new key for ES256 by which a client proves itself (RFC 7523). */
export function newClientKey(): ClientKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  return { publicKey: jwk, privateKey: `${kid}:${pkcs8}` };
}
