import { jwtVerify, type JWTPayload } from 'jose';
import type { OauthConfig } from '../config/providers';
import { IssuerKeys, IssuerUnreachable } from './issuerKeys';

/** Signatures by a key pair alone: with a shared secret, anybody who reads the issuer's key could sign. */
const algorithms = ['RS256', 'PS256', 'ES256'];
const clockToleranceSeconds = 10;

/** What an access token says of its bearer. */
export interface Access {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** The token is not one that this service accepts; why is in `cause` alone. */
export class AccessTokenRefused extends Error {
  override readonly name = 'AccessTokenRefused';
}

/** Verifies access tokens of the configured issuer: JWTs of the profile RFC 9068. */
export class AccessTokens {
  private readonly keys: IssuerKeys | undefined;

  constructor(
    private readonly oauth: OauthConfig,
    private readonly now: () => Date,
  ) {
    this.keys = oauth.issuer === undefined ? undefined : new IssuerKeys(oauth.issuer, oauth.jwksUrl, now);
  }

  /**
   * @throws AccessTokenRefused when the token is not good, or nobody is configured to issue any
   * @throws IssuerUnreachable when the issuer's keys cannot be had
   */
  async verify(token: string): Promise<Access> {
    try {
      return accessOf(await this.payloadOf(token));
    } catch (error) {
      if (error instanceof IssuerUnreachable) throw error;
      throw new AccessTokenRefused('The access token is refused.', { cause: error });
    }
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.oauth;
    if (issuer === undefined || this.keys === undefined) throw new Error('No issuer is configured.');
    const { payload } = await jwtVerify(token, this.keys.find, {
      issuer,
      audience,
      algorithms,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'client_id'],
      clockTolerance: clockToleranceSeconds,
      currentDate: this.now(),
    });
    return payload;
  }
}

function accessOf({ client_id: clientId, scope }: JWTPayload): Access {
  if (typeof clientId !== 'string' || clientId === '') throw new Error('The token names no client.');
  return { clientId, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
}
