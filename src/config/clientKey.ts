import { createPrivateKey, type KeyObject } from 'node:crypto';

const keyText = /^(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<pkcs8>[A-Za-z0-9+/]+={0,2})$/;

/** A key that the service proves itself with as somebody's client (ES256, RFC 7523). */
export interface ClientKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

/**
 * @param text `id:base64` of a PKCS #8 key, P-256
 * @param variable name of the variable that held it, for the error
 * @throws Error naming the variable, never its value
 */
export function parseClientKey(text: string, variable: string): ClientKey {
  const { id = '', pkcs8 = '' } = keyText.exec(text)?.groups ?? {};
  const privateKey = privateKeyIn(pkcs8);
  if (privateKey?.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error(
      `${variable} must be id:base64 of a P-256 key in PKCS #8 (openssl pkcs8 -topk8 -nocrypt -outform DER).`,
    );
  return { id, privateKey };
}

function privateKeyIn(pkcs8: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}
