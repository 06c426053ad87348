import { createPrivateKey, randomUUID, type JsonWebKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { JWK } from 'oidc-provider';

const lifeSeconds = 30;

export interface GatewayAssertionOptions {
  readonly issuer: string;
  /** Whom it is for, as it stands in `aud`. */
  readonly audience: string;
  /** Private ES256 key. */
  readonly signingKey: JWK;
  /** E.164. */
  readonly line: string;
}

/** What the operator's gateway gives a device of its mobile network: the line of its SIM, signed, for half a minute, for one use. */
export async function signGatewayAssertion(options: GatewayAssertionOptions): Promise<string> {
  const { issuer, audience, signingKey, line } = options;
  return new SignJWT({ phone_number: line })
    .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid ?? '', typ: 'network-line+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifeSeconds}s`)
    .sign(createPrivateKey({ key: signingKey as JsonWebKey, format: 'jwk' }));
}
