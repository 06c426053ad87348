import { setTimeout as delay } from 'node:timers/promises';
import type { PartName, Stand } from '../stand/stand';
import type { CompanyFlow } from './companyFlow';
import { moments, type Moment } from './moments';
import type { SmtpProxy } from './smtpProxy';

/** One flow with what was killed around which of its steps. */
export interface Trial {
  readonly flow: CompanyFlow;
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
}

export interface Arena {
  readonly stand: Stand;
  readonly proxy: SmtpProxy;
  newFlow(): CompanyFlow;
}

interface Contestant {
  readonly flow: CompanyFlow;
  readonly moment: Moment;
}

/** Longest that a mail may need to come to the mailbox. */
const mailUnderWayWithinMs = 30_000;
const lookEveryMs = 5;

/**
 * Brings one flow to each moment, kills the process for all of them at once, starts it again on the same data, and lets the clients go
 * on. The next round need not wait for them.
 */
export async function runRound(
  arena: Arena,
  { killed, killAfterMs, downForMs }: RoundPlan,
): Promise<readonly Trial[]> {
  const contestants = moments.map((moment) => ({ moment, flow: arena.newFlow() }));
  await Promise.all(
    contestants.map(async ({ moment, flow }) => {
      if (moment.over) await flow.take(moment.over);
    }),
  );
  arena.proxy.hold();
  await Promise.all(contestants.filter(({ moment }) => moment.at === 'answered').map(ask));
  await untilMailsAreUnderWay(arena.proxy, contestants);
  for (const contestant of contestants.filter(({ moment }) => moment.at === 'sent'))
    ask(contestant).catch(() => undefined);
  await delay(killAfterMs);
  await arena.stand.parts[killed].kill();
  arena.proxy.release();
  await delay(downForMs);
  await arena.stand.parts[killed].start();
  return contestants.map(({ flow, moment }) => trialOf(flow, killed, moment.name));
}

export function trialOf(flow: CompanyFlow, killed: Trial['killed'], moment: string): Trial {
  const end = flow.take('notice');
  end.catch(() => undefined);
  return { flow, killed, moment, end };
}

async function ask({ flow, moment }: Contestant): Promise<void> {
  if (moment.asked) await flow.take(moment.asked);
}

/** @throws Error when the moment is not met, for then its kill would show nothing */
async function untilMailsAreUnderWay(proxy: SmtpProxy, contestants: readonly Contestant[]): Promise<void> {
  const addressees = contestants.filter(({ moment }) => moment.mailUnderWay).map(({ flow }) => flow.address);
  const deadline = Date.now() + mailUnderWayWithinMs;
  while (!addressees.every((address) => proxy.holdsMailTo(address))) {
    if (Date.now() >= deadline)
      throw new Error('A mail that is to be under way did not come to the mailbox.');
    await delay(lookEveryMs);
  }
}
