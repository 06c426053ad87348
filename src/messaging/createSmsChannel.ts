import type { SmsConfig } from '../config/providers';
import type { Secrets } from '../config/secrets';
import { normaliseLineNumber } from '../identifiers/msisdn';
import type { Logger } from '../observability/logger';
import { checkMessageId, MessageRefused, type DeliveryReceipt, type SmsChannel } from './channel';
import { createSmppChannel } from './smppChannel';
import { createSmsGatewayChannel } from './smsGatewayChannel';

/**
 * The channel that the configuration names, for the numbers that it serves.
 *
 * @param onReceipt is told every delivery receipt; the gateway gives none.
 * @throws Error where the configuration is not usable.
 */
export function createSmsChannel(
  config: SmsConfig,
  secrets: Pick<Secrets, 'smsGatewayToken'>,
  logger: Logger,
  onReceipt: (receipt: DeliveryReceipt) => void,
): SmsChannel {
  if (config.channel === 'smpp')
    return forServedNumbers(createSmppChannel({ ...config, logger, onReceipt }), config.prefixes);
  const { smsGatewayToken: token } = secrets;
  if (token === undefined) throw new Error('SMS_CHANNEL is "gateway": set SMS_GATEWAY_TOKEN.');
  return forServedNumbers(createSmsGatewayChannel({ ...config, token }), config.prefixes);
}

/** Lets through what goes to a mobile number with one of the prefixes; anything else is refused before it reaches the channel. */
function forServedNumbers(channel: SmsChannel, prefixes: readonly string[]): SmsChannel {
  return {
    async send(message) {
      const { to } = message;
      if (normaliseLineNumber(to) !== to) throw new MessageRefused('not a mobile number');
      if (!prefixes.some((prefix) => to.startsWith(prefix))) throw new MessageRefused('prefix not served');
      checkMessageId(message.messageId);
      return channel.send(message);
    },
    probe: () => channel.probe(),
    close: () => channel.close(),
  };
}
