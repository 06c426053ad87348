import { partNames, Stand, type PartName } from '../stand/stand';
import { Evidence } from './evidence';
import { newFlows } from './flows';
import type { World } from './flowClient';
import { LinkProxy } from './linkProxy';
import { Mailbox, Phone } from './inboxes';
import { moments, trialKinds } from './moments';
import { reportOf } from './report';
import {
  runRound,
  trialOf,
  type Arena,
  type Proxies,
  type RoundPlan,
  type Trial,
  withCutLink,
  withDuplicates,
} from './rounds';
import { SmppConversation, SmtpConversation } from './conversations';
import { ServiceClient } from '../stand/serviceClient';

const extract = { companies: 220, lines: 900, seed: 1 };
/** From "the request is on its way" to "the effect is about to be, or has just been, committed"; the last time the process stays away. */
const kills = [
  { killAfterMs: 2, downForMs: 0, kinds: ['employee by SMS', 'employee by PUK', 'User Admin'] },
  { killAfterMs: 20, downForMs: 0, kinds: ['employee by SMS', 'recovery'] },
  { killAfterMs: 60, downForMs: 7_000, kinds: trialKinds },
] as const;
/** Processes whose loss costs the longest waits come first: their flows end while the others are killed. */
const killOrder: readonly PartName[] = ['worker', 'database', 'temporal', 'api'];

type Tell = (line: string) => void;

async function main(): Promise<void> {
  const began = Date.now();
  const tell: Tell = (line) => {
    console.log(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${line}`);
  };
  const proxies: Partial<Record<keyof Proxies, LinkProxy>> = {};
  const stand = await Stand.open({
    extract,
    tell,
    beforeMailbox: async (port) => {
      proxies.mail = await LinkProxy.open(port, () => new SmtpConversation());
      return proxies.mail.port;
    },
    beforePhone: async (port) => {
      proxies.sms = await LinkProxy.open(port, () => new SmppConversation());
      return proxies.sms.port;
    },
  });
  let failed = true;
  try {
    const { sms, mail } = proxies;
    if (!sms || !mail) throw new Error('The stand opens the proxies.');
    failed = await prove(stand, { sms, mail }, tell);
  } finally {
    for (const proxy of Object.values(proxies)) proxy.close();
    await stand.close({ keepFolder: failed });
  }
  if (!failed) return;
  console.log(`Logs and data are kept in ${stand.folder}`);
  process.exitCode = 1;
}

/** @returns whether anything failed */
async function prove(stand: Stand, proxies: Proxies, tell: Tell): Promise<boolean> {
  const { ports } = stand;
  const client = new ServiceClient(ports.http);
  const world = { client, mailbox: new Mailbox(ports.mailbox), phone: new Phone(ports.phone) };
  const newFlow = newFlows(world, extract);
  const arena: Arena = { stand, proxies, newFlow };
  const undisturbed = trialKinds.map((kind) => trialOf(newFlow(kind), 'nothing', `${kind}: nothing killed`));
  await Promise.all(undisturbed.map(({ end }) => end));
  const trials = [...undisturbed];
  for (const round of roundsOf(stand)) {
    const { killed, killAfterMs, downForMs } = round;
    tell(`kill -9 ${killed}, ${killAfterMs} ms after the requests; down for ${downForMs / 1_000} s`);
    trials.push(...(await runRound(arena, round)));
  }
  for (const kind of trialKinds)
    trials.push(withDuplicates(kind, newFlow), withCutLink(kind, newFlow(kind), proxies));
  tell('waiting until every flow has ended …');
  return judge(await Evidence.open(stand.settings), world, trials, tell);
}

function roundsOf({ parts }: Stand): RoundPlan[] {
  const killed = killOrder.filter((part) => parts[part] !== undefined);
  return killed.flatMap((killed) => kills.map((kill) => ({ killed, ...kill })));
}

async function judge(
  evidence: Evidence,
  world: World,
  trials: readonly Trial[],
  tell: Tell,
): Promise<boolean> {
  try {
    const ends = await Promise.all(trials.map((trial) => evidence.objectionsToEnd(trial)));
    tell('holding what was acknowledged against the stores …');
    const messages = await evidence.messages(world, trials);
    const judged = await Promise.all(
      trials.map(async (trial, index) => {
        const atEnd = ends[index] ?? [];
        const objections = atEnd.length > 0 ? atEnd : await evidence.objectionsToEffects(trial, messages);
        return { ...trial, objections };
      }),
    );
    const happyPaths = trials.slice(0, trialKinds.length);
    const report = reportOf(judged, {
      columns: partNames,
      rows: moments.map(({ name }) => name),
      copies: messages.copies(),
      accounts: await evidence.accounts(),
      eventsOfHappyPaths: await Promise.all(
        happyPaths.map(async ({ flow }, index) => ({
          kind: trialKinds[index] ?? '',
          events: await evidence.eventsOf(flow),
        })),
      ),
    });
    console.log(report.text);
    return report.failed > 0;
  } finally {
    await evidence.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
