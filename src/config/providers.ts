import type { MessageChannel } from '../../workflows/contracts/channels';
import type { Env } from './env';

interface MailConfig {
  readonly smtpUrl: string;
  readonly from: string;
}

interface ProviderConfigs {
  readonly sms: SmsConfig;
  readonly mail: MailConfig;
}

/** The provider of each channel. */
export type ChannelConfigs = { readonly [Channel in MessageChannel]: ProviderConfigs[Channel] };

/** @throws Error with a sentence that says what to set */
export function channelConfigsFrom(env: Env): ChannelConfigs {
  return { sms: smsConfigFrom(env), mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } };
}

/** The one way that text messages take. */
export type SmsConfig = SmppConfig | SmsGatewayConfig;

interface SmsAddressing {
  /** A name of at most 11 characters, or a number in E.164. */
  readonly sender: string;
  /** Beginnings of the numbers (E.164) that are served; no other gets a message. */
  readonly prefixes: readonly string[];
}

interface SmppConfig extends SmsAddressing {
  readonly channel: 'smpp';
  readonly smppUrl: string;
  /** Most messages handed over and not answered yet. */
  readonly window: number;
  readonly enquireIntervalMs: number;
}

interface SmsGatewayConfig extends SmsAddressing {
  readonly channel: 'gateway';
  readonly gatewayUrl: string;
}

function smsConfigFrom(env: Env): SmsConfig {
  const addressing = { sender: env.SMS_SENDER, prefixes: env.SMS_PREFIXES };
  if (env.SMS_CHANNEL === 'gateway') {
    if (!env.SMS_GATEWAY_URL || !env.SMS_GATEWAY_TOKEN)
      throw new Error('SMS_CHANNEL is "gateway": set SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN.');
    return { channel: 'gateway', gatewayUrl: env.SMS_GATEWAY_URL, ...addressing };
  }
  if (env.SMS_GATEWAY_URL)
    throw new Error(
      'SMS_GATEWAY_URL is set, but SMS_CHANNEL is "smpp": set it to "gateway" or drop the address.',
    );
  return {
    channel: 'smpp',
    smppUrl: env.SMPP_URL,
    window: env.SMPP_WINDOW,
    enquireIntervalMs: env.SMPP_ENQUIRE_SECONDS * 1_000,
    ...addressing,
  };
}

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
