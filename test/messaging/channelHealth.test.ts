import { MessageDelayed, MessageRefused, type SmsChannel } from '../../src/messaging/channel';
import { withHealth } from '../../src/messaging/channel';
import { failureOf } from './support/messages';

const sms = { to: '+393201234567', text: 'text', messageId: 'm'.repeat(16), lifeMs: 60_000 };
const delayed = new MessageDelayed('ESME_RTHROTTLED', false);

let clock: number;
let failure: Error | undefined;
let providerAnswers: boolean;
let asked: number;
let channel: SmsChannel;
beforeEach(() => {
  clock = Date.parse('2030-01-04T10:00:00Z');
  failure = undefined;
  providerAnswers = true;
  asked = 0;
  const provider: SmsChannel = {
    send: () => (failure ? Promise.reject(failure) : Promise.resolve(['id'])),
    probe: () => {
      asked += 1;
      return Promise.resolve(providerAnswers);
    },
    close: () => Promise.resolve(),
  };
  channel = withHealth(provider, () => new Date(clock));
});

const failWith = async (error: Error) => {
  failure = error;
  expect(await failureOf(channel.send(sms))).toBe(error);
};

describe('the probe of a channel', () => {
  test('answers as the provider does while messages are taken', async () => {
    expect(await channel.send(sms)).toEqual(['id']);
    expect(await channel.probe()).toBe(true);
    providerAnswers = false;
    expect(await channel.probe()).toBe(false);
    expect(asked).toBe(2);
  });

  test('tells for a minute that a message was delayed, and asks nobody', async () => {
    await failWith(delayed);
    clock += 59_999;
    expect(await channel.probe()).toBe(false);
    expect(asked).toBe(0);
    clock += 1;
    expect(await channel.probe()).toBe(true);
  });

  test('counts the minute from the last message that was delayed', async () => {
    await failWith(delayed);
    clock += 40_000;
    await failWith(delayed);
    clock += 59_999;
    expect(await channel.probe()).toBe(false);
    clock += 1;
    expect(await channel.probe()).toBe(true);
  });

  test('is well again as soon as a message is accepted', async () => {
    await failWith(delayed);
    failure = undefined;
    await channel.send(sms);
    expect(await channel.probe()).toBe(true);
  });

  test('tells nothing of a recipient that refuses for good, and an ailment is not over by it', async () => {
    await failWith(new MessageRefused('ESME_RINVDSTADR'));
    expect(await channel.probe()).toBe(true);
    await failWith(delayed);
    await failWith(new MessageRefused('ESME_RINVDSTADR'));
    expect(await channel.probe()).toBe(false);
  });
});
