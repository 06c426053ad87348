import { messageChannels } from '../../workflows/contracts/channels';
import type { ChannelConfigs, SmsConfig } from '../config/providers';
import type { Secrets } from '../config/secrets';
import type { Logger } from '../observability/logger';
import {
  type Channels,
  type DeliveryReceipt,
  forServedNumbers,
  type SmsChannel,
  withHealth,
} from './channel';
import { createSmppChannel } from './smppChannel';
import { createSmsGatewayChannel } from './smsGatewayChannel';
import { createSmtpChannel } from './smtpChannel';

export interface ChannelDependencies {
  readonly secrets: Pick<Secrets, 'smsGatewayToken'>;
  readonly logger: Logger;
  /** Is told every delivery receipt of a text message; the gateway gives none. */
  readonly onReceipt: (receipt: DeliveryReceipt) => void;
}

/**
 * Opens the channel to each provider of the configuration.
 *
 * @throws Error where the configuration is not usable
 */
export function openChannels(configs: ChannelConfigs, dependencies: ChannelDependencies): Channels {
  const now = () => new Date();
  return {
    sms: withHealth(createSmsChannel(configs.sms, dependencies), now),
    mail: withHealth(createSmtpChannel(configs.mail), now),
  };
}

export async function closeChannels(channels: Channels): Promise<void> {
  for (const channel of messageChannels) await channels[channel].close();
}

/**
 * The channel that the configuration names, for the numbers that it serves.
 *
 * @throws Error where the configuration is not usable
 */
export function createSmsChannel(
  config: SmsConfig,
  { secrets, logger, onReceipt }: ChannelDependencies,
): SmsChannel {
  if (config.channel === 'smpp')
    return forServedNumbers(createSmppChannel({ ...config, logger, onReceipt }), config.prefixes);
  const { smsGatewayToken: token } = secrets;
  if (token === undefined) throw new Error('SMS_CHANNEL is "gateway": set SMS_GATEWAY_TOKEN.');
  return forServedNumbers(createSmsGatewayChannel({ ...config, token }), config.prefixes);
}
