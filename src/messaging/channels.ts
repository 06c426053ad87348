import type { SmsConfig } from '../config/providers';
import type { Secrets } from '../config/secrets';
import { normaliseLineNumber } from '../identifiers/msisdn';
import type { Logger } from '../observability/logger';
import {
  checkMessageId,
  MessageRefused,
  type DeliveryReceipt,
  type SmsChannel,
  MessageDelayed,
} from './channel';
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

/**
 * How long a failure speaks for the channel. Longer than the first pauses between two tries of one message (10, 20 and 40
 * seconds), so that a single message that waits keeps its channel ailing; short enough that a provider which has recovered
 * unseen looks well again within a minute.
 */
const ailmentMs = 60_000;

/** What the channels have in common. */
interface AnyChannel<Message, Answer, Closed> {
  send(message: Message): Promise<Answer>;
  probe(): Promise<boolean>;
  close(): Closed;
}

/**
 * A channel whose probe tells of messages, not only of the provider's answers: a provider may be up and take none
 * (throttling, an error of its own, greylisting). From a MessageDelayed on the probe answers false, unasked, until a message is
 * accepted or {@link ailmentMs} are over; a MessageRefused speaks of its recipient alone.
 */
export function withHealth<Message, Answer, Closed>(
  channel: AnyChannel<Message, Answer, Closed>,
  now: () => Date,
): AnyChannel<Message, Answer, Closed> {
  let ailingUntilMs = 0;

  return {
    async send(message) {
      try {
        const answer = await channel.send(message);
        ailingUntilMs = 0;
        return answer;
      } catch (failure) {
        if (failure instanceof MessageDelayed) ailingUntilMs = now().getTime() + ailmentMs;
        throw failure;
      }
    },
    probe: async () => now().getTime() >= ailingUntilMs && channel.probe(),
    close: () => channel.close(),
  };
}
