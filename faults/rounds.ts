import { setTimeout as delay } from 'node:timers/promises';
import type { PartName, Stand } from '../stand/stand';
import { type MessageChannel, messageChannels } from '../workflows/contracts/channels';
import type { FlowClient } from './flowClient';
import type { NewFlow } from './flows';
import type { LinkProxy } from './linkProxy';
import { type Moment, moments, type TrialKind } from './moments';

/** One flow with what was killed around which of its steps. */
export interface Trial {
  readonly flow: FlowClient;
  readonly killed: PartName | 'nothing';
  readonly moment: string;
  /** Resolves when the client has reached the last step; rejects when it cannot. */
  readonly end: Promise<void>;
}

export interface RoundPlan {
  readonly killed: PartName;
  /** From the requests to the kill. */
  readonly killAfterMs: number;
  /** From the kill to the restart. Longer than the API's deadlines, clients get refusals. */
  readonly downForMs: number;
  readonly kinds: readonly TrialKind[];
}

/** The proxy before each channel's provider. */
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

/** Longest time for a message to reach its provider. */
const underWayWithinMs = 30_000;
const lookEveryMs = 5;

/**
 * Brings one flow to each moment, kills the process for all of them at once and restarts it on the same data. The clients go on
 * by themselves; the next round does not wait for them.
 */
export async function runRound(
  { stand, proxies, newFlow }: Arena,
  { killed, killAfterMs, downForMs, kinds }: RoundPlan,
): Promise<readonly Trial[]> {
  const part = stand.parts[killed];
  if (!part) throw new Error(`${killed} is no process of the stand.`);
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
  await part.kill();
  for (const channel of messageChannels) proxies[channel].release();
  await delay(downForMs);
  await part.start();
  return contestants.map(({ flow, moment }) => trialOf(flow, killed, moment.name));
}

/** @param end resolves when the client has ended; by default after the last step */
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

/** Messages that their providers have taken, and the worker does not know of, when the kill comes. */
function messagesUnderWay(contestants: readonly Contestant[]): readonly MessageUnderWay[] {
  return contestants.flatMap(({ flow, moment }) =>
    moment.underWay.map((channel) => ({ channel, address: flow.addressOn(channel), moment: moment.name })),
  );
}

function addressesOn(wanted: MessageChannel, messages: readonly MessageUnderWay[]): string[] {
  return messages.filter(({ channel }) => channel === wanted).map(({ address }) => address);
}

/** @throws Error when a message does not reach its provider: the kill would prove nothing */
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

const duplicates = 10;

/** Every request ten times at once under one key, a resend among them. */
export function withDuplicates(kind: TrialKind, newFlow: NewFlow): Trial {
  const flow = newFlow(kind, duplicates);
  const end = flow.resend().then(() => flow.take('notice'));
  return trialOf(flow, 'nothing', `${kind}: each request ${duplicates} times at once`, end);
}

/** Each provider takes its message, and the link is cut before the answer: sent, but reported as failed. */
export function withCutLink(kind: TrialKind, flow: FlowClient, proxies: Proxies): Trial {
  const end = takeWithCutLink(flow, proxies);
  return trialOf(flow, 'nothing', `${kind}: messages taken, link cut before the answer`, end);
}

async function takeWithCutLink(flow: FlowClient, proxies: Proxies): Promise<void> {
  await flow.take('account');
  const cutNext = () => {
    for (const channel of messageChannels) proxies[channel].cutNextTo(flow.addressOn(channel));
  };
  cutNext();
  await flow.take('message');
  cutNext();
  await flow.take('notice');
}
