import type { Env } from './env';

/** CAMARA Number Verification of the operator, and this service as its client. */
export interface NumberVerificationConfig {
  /** Issuer of its authorization server. */
  readonly issuer: string;
  /** Where the API is, its version in the path. */
  readonly apiRoot: string;
  readonly clientId: string;
  /** What the number is asked for, as agreed with the operator: a term of the Data Privacy Vocabulary. */
  readonly purpose: string;
  /** Where browsers come back to. */
  readonly redirectUri: string;
}

/** Who signs which line a device is on, and what this service is called there. */
export interface GatewayConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Where its keys are; its metadata say so where this is left out. */
  readonly jwksUrl: string | undefined;
}

/** By what the network's word on a line is taken; where there is nothing, no line is recognised. */
export interface NetworkConfig {
  readonly numberVerification: NumberVerificationConfig | undefined;
  readonly gateway: GatewayConfig | undefined;
}

/** Path of sign-in by the network's recognition of the line. */
export const networkSessionsPath = '/v1/sessions/network';

/** @throws Error with a sentence that says what to set */
export function networkConfigFrom(env: Env): NetworkConfig {
  if (env.NODE_ENV === 'production') refuseOpenNetwork(env);
  const base = `${env.PUBLIC_BASE_URL.replace(/\/$/, '')}${networkSessionsPath}`;
  return { numberVerification: numberVerificationFrom(env, base), gateway: gatewayFrom(env, base) };
}

function numberVerificationFrom(env: Env, base: string): NumberVerificationConfig | undefined {
  const { NUMBER_VERIFICATION_ISSUER: issuer, NUMBER_VERIFICATION_API: api } = env;
  if (!issuer && !api && !env.NUMBER_VERIFICATION_CLIENT_KEY) return undefined;
  if (!issuer || !api || !env.NUMBER_VERIFICATION_CLIENT_KEY)
    throw new Error(
      'Number Verification takes NUMBER_VERIFICATION_ISSUER, NUMBER_VERIFICATION_API and NUMBER_VERIFICATION_CLIENT_KEY: set all or none.',
    );
  return {
    issuer,
    apiRoot: api.replace(/\/$/, ''),
    clientId: env.NUMBER_VERIFICATION_CLIENT_ID,
    purpose: env.NUMBER_VERIFICATION_PURPOSE,
    redirectUri: `${base}/callback`,
  };
}

function gatewayFrom(env: Env, base: string): GatewayConfig | undefined {
  const { NETWORK_GATEWAY_ISSUER: issuer, NETWORK_GATEWAY_JWKS_URL: jwksUrl } = env;
  if (jwksUrl && !issuer)
    throw new Error('NETWORK_GATEWAY_JWKS_URL is set, but no gateway is: set NETWORK_GATEWAY_ISSUER too.');
  return issuer ? { issuer, audience: env.NETWORK_GATEWAY_AUDIENCE ?? base, jwksUrl } : undefined;
}

/** A line that is told over an open connection may be anybody's. */
function refuseOpenNetwork(env: Env): void {
  const names = [
    'NUMBER_VERIFICATION_ISSUER',
    'NUMBER_VERIFICATION_API',
    'NETWORK_GATEWAY_ISSUER',
    'NETWORK_GATEWAY_JWKS_URL',
  ] as const;
  for (const name of names) {
    if (env[name] === undefined || env[name].startsWith('https://')) continue;
    throw new Error(`${name} must be an https address in production: people are signed in by what it says.`);
  }
}
