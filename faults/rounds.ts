import { setTimeout as delay } from 'node:timers/promises';
import type { PartName, Stand } from '../stand/stand';
import { messageChannels, type MessageChannel } from '../workflows/contracts/channels';
import type { FlowClient } from './flowClient';
import type { LinkProxy } from './linkProxy';
import { moments, type Moment, type TrialKind } from './moments';

/** One flow with what was killed around which of its steps. */
export interface Trial {
  readonly flow: FlowClient;
  readonly killed: PartName | 'nothing';
  readonly moment: string;
  /** Resolves when the client has come to the end, rejects when it cannot. */
  readonly end: Promise<void>;
}

export interface RoundPlan {
  readonly killed: PartName;
  /** From the requests to the kill. */
  readonly killAfterMs: number;
  /** From the kill to the new start; longer than the API's deadlines, it makes the clients meet refusals. */
  readonly downForMs: number;
  readonly kinds: readonly TrialKind[];
}

/** What stands before the provider of each channel. */
export type Proxies = Readonly<Record<MessageChannel, LinkProxy>>;

export interface Arena {
  readonly stand: Stand;
  readonly proxies: Proxies;
  readonly newFlow: (kind: TrialKind) => FlowClient;
}

interface Contestant {
  readonly flow: FlowClient;
  readonly moment: Moment;
}

interface MessageUnderWay {
  readonly channel: MessageChannel;
  readonly address: string;
  readonly moment: string;
}

/** Longest that a message may need to come to its provider. */
const underWayWithinMs = 30_000;
const lookEveryMs = 5;

/**
 * Brings one flow to each moment, kills the process for all of them at once, starts it again on the same data, and lets the clients go
 * on. The next round need not wait for them.
 */
export async function runRound(
  { stand, proxies, newFlow }: Arena,
  { killed, killAfterMs, downForMs, kinds }: RoundPlan,
): Promise<readonly Trial[]> {
  const contestants = moments
    .filter(({ kind }) => kinds.includes(kind))
    .map((moment) => ({ moment, flow: newFlow(moment.kind) }));
  await Promise.all(
    contestants.map(async ({ moment, flow }) => {
      if (moment.over) await flow.take(moment.over);
    }),
  );
  const held = messagesUnderWay(contestants);
  for (const channel of messageChannels) proxies[channel].holdAnswersFor(addressesOn(channel, held));
  await Promise.all(contestants.filter(({ moment }) => moment.at === 'answered').map(ask));
  await untilHeld(proxies, held);
  for (const contestant of contestants.filter(({ moment }) => moment.at === 'sent'))
    ask(contestant).catch(() => undefined);
  await delay(killAfterMs);
  await stand.parts[killed].kill();
  for (const channel of messageChannels) proxies[channel].release();
  await delay(downForMs);
  await stand.parts[killed].start();
  return contestants.map(({ flow, moment }) => trialOf(flow, killed, moment.name));
}

/** @param end when the client has come to it, where that is not just the last step */
export function trialOf(
  flow: FlowClient,
  killed: Trial['killed'],
  moment: string,
  end = flow.take('notice'),
): Trial {
  end.catch(() => undefined);
  return { flow, killed, moment, end };
}

async function ask({ flow, moment }: Contestant): Promise<void> {
  if (moment.asked) await flow.take(moment.asked);
}

/** The messages that are to be taken by their providers, and not told of, when the kill comes. */
function messagesUnderWay(contestants: readonly Contestant[]): readonly MessageUnderWay[] {
  return contestants.flatMap(({ flow, moment }) =>
    moment.underWay.map((channel) => ({ channel, address: flow.addressOn(channel), moment: moment.name })),
  );
}

function addressesOn(wanted: MessageChannel, messages: readonly MessageUnderWay[]): string[] {
  return messages.filter(({ channel }) => channel === wanted).map(({ address }) => address);
}

/** @throws Error when a moment is not met, for then its kill would show nothing */
async function untilHeld(proxies: Proxies, messages: readonly MessageUnderWay[]): Promise<void> {
  const deadline = Date.now() + underWayWithinMs;
  for (;;) {
    const missing = messages.filter(({ channel, address }) => !proxies[channel].holdsAnswerFor(address));
    const [first] = missing;
    if (!first) return;
    if (Date.now() >= deadline)
      throw new Error(`The message by ${first.channel} of "${first.moment}" did not come to its provider.`);
    await delay(lookEveryMs);
  }
}
