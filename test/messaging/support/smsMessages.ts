import type { DeliveryReceipt, SmsMessage } from '../../../src/messaging/channel';
import { createSmppChannel, type SmppChannelOptions } from '../../../src/messaging/smppChannel';
import { createLogger } from '../../../src/observability/logger';

export const sms: SmsMessage = {
  to: '+393201234567',
  text: 'Il codice è 123456.',
  messageId: 'Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4',
  lifeMs: 600_000,
};

/** What a channel told besides its answers. */
export interface Told {
  readonly lines: string[];
  readonly receipts: DeliveryReceipt[];
}

/** A channel to a message centre on this machine, with short pauses. */
export function smppChannelTo(port: number, options: Partial<SmppChannelOptions> = {}) {
  const told: Told = { lines: [], receipts: [] };
  const logger = createLogger({ logLevel: 'info' }, 'test', {
    write: (line: string) => told.lines.push(line),
  });
  const channel = createSmppChannel({
    smppUrl: `smpp://system:hunter2@127.0.0.1:${port}`,
    sender: 'WindTre',
    window: 10,
    enquireIntervalMs: 60_000,
    logger,
    onReceipt: (receipt) => told.receipts.push(receipt),
    ...options,
    timing: { shortestPauseMs: 10, longestPauseMs: 40, throttlePauseMs: 200, ...options.timing },
  });
  return { channel, told };
}
