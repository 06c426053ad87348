import type { Env } from './env';

/** Who issues access tokens, and what this service is called in them. */
export interface OauthConfig {
  /** As it stands in `iss`; where there is none, no token is accepted. */
  readonly issuer: string | undefined;
  readonly audience: string;
  /** Where the issuer's keys are; its own metadata say so where this is left out. */
  readonly jwksUrl: string | undefined;
}

/** Path of the CAMARA One-Time Password SMS API, behind the API root. */
export const oneTimePasswordSmsPath = '/one-time-password-sms/v1';

/** @throws Error with a sentence that says what to set */
export function oauthConfigFrom(env: Env): OauthConfig {
  if (env.OAUTH_JWKS_URL && !env.OAUTH_ISSUER)
    throw new Error('OAUTH_JWKS_URL is set, but nobody is trusted to issue tokens: set OAUTH_ISSUER too.');
  if (env.NODE_ENV === 'production') refuseOpenIssuer(env);
  return {
    issuer: env.OAUTH_ISSUER,
    audience: env.OAUTH_AUDIENCE ?? `${env.PUBLIC_BASE_URL.replace(/\/$/, '')}${oneTimePasswordSmsPath}`,
    jwksUrl: env.OAUTH_JWKS_URL,
  };
}

/** Keys that were read over an open connection prove nothing. */
function refuseOpenIssuer(env: Env): void {
  for (const name of ['OAUTH_ISSUER', 'OAUTH_JWKS_URL'] as const) {
    if (env[name] === undefined || env[name].startsWith('https://')) continue;
    throw new Error(
      `${name} must be an https address in production: access tokens are verified with what it gives.`,
    );
  }
}
