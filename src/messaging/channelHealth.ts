import { MessageDelayed } from './channel';

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
