import type { Env } from './env';

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

/**
 * @throws Error with a sentence that says what to set.
 */
export function smsConfigFrom(env: Env): SmsConfig {
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
