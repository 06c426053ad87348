import { partNames, Stand, type PartName } from '../stand/stand';
import { registrationsThatMatch } from '../stand/extract';
import { ServiceClient } from '../stand/serviceClient';
import { CompanyFlow } from './companyFlow';
import { Evidence } from './evidence';
import { Mailbox } from './mailbox';
import { moments } from './moments';
import { reportOf, type Judged } from './report';
import { runRound, trialOf, type Arena, type RoundPlan, type Trial } from './rounds';
import { SmtpProxy } from './smtpProxy';

const extract = { companies: 220, lines: 900, seed: 1 };
/** From "the request is on its way" to "the effect is about to be, or has just been, committed"; the last time the process stays away. */
const kills = [
  { killAfterMs: 2, downForMs: 0 },
  { killAfterMs: 20, downForMs: 0 },
  { killAfterMs: 60, downForMs: 7_000 },
];
/** Processes whose loss costs the longest waits come first: their flows end while the others are killed. */
const killOrder: readonly PartName[] = ['worker', 'database', 'temporal', 'api'];
const duplicates = 10;

async function main(): Promise<void> {
  const began = Date.now();
  const tell = (line: string): void => {
    console.log(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${line}`);
  };
  let proxy: SmtpProxy | undefined;
  const stand = await Stand.open({
    extract,
    tell,
    beforeMailbox: async (port) => {
      proxy = await SmtpProxy.open(port);
      return proxy.port;
    },
  });
  let failed = true;
  try {
    if (!proxy) throw new Error('The stand opens the proxy.');
    failed = await prove(stand, proxy, tell);
  } finally {
    proxy?.close();
    await stand.close({ keepFolder: failed });
  }
  if (!failed) return;
  console.log(`Logs and data are kept in ${stand.folder}`);
  process.exitCode = 1;
}

/** @returns whether anything failed */
async function prove(stand: Stand, proxy: SmtpProxy, tell: (line: string) => void): Promise<boolean> {
  const mailbox = new Mailbox(stand.ports.mailbox);
  const world = { client: new ServiceClient(stand.ports.http), mailbox };
  const companies = registrationsThatMatch(extract).values();
  const newFlow = (copies?: number): CompanyFlow => {
    const company = companies.next().value;
    if (!company) throw new Error('The extract has too few companies that self-care serves.');
    return new CompanyFlow(world, company, copies);
  };
  const arena: Arena = { stand, proxy, newFlow: () => newFlow() };
  const undisturbed = trialOf(newFlow(), 'nothing', 'nothing killed');
  await undisturbed.end;
  const trials = [undisturbed];
  for (const round of rounds()) {
    tell(
      `kill -9 ${round.killed}, ${round.killAfterMs} ms after the requests; down for ${round.downForMs / 1_000} s`,
    );
    trials.push(...(await runRound(arena, round)));
  }
  trials.push(withDuplicates(newFlow(duplicates)), withCutLink(proxy, newFlow()));
  tell('waiting until every flow has ended …');
  return judge(await Evidence.open(stand.settings, mailbox), trials);
}

function rounds(): RoundPlan[] {
  return killOrder.flatMap((killed) => kills.map((kill) => ({ killed, ...kill })));
}

/** Every request ten times at once under one key, a resend among them. */
function withDuplicates(flow: CompanyFlow): Trial {
  const end = flow.resend().then(() => flow.take('notice'));
  end.catch(() => undefined);
  return { flow, killed: 'nothing', moment: `each request ${duplicates} times at once`, end };
}

/** The mailbox takes the mail, then the notice, and each time the link is cut before it can say so: done, but reported failed. */
function withCutLink(proxy: SmtpProxy, flow: CompanyFlow): Trial {
  proxy.cutNextMailTo(flow.address);
  const end = flow.take('mail').then(() => {
    proxy.cutNextMailTo(flow.address);
    return flow.take('notice');
  });
  end.catch(() => undefined);
  return { flow, killed: 'nothing', moment: 'both mails taken, link cut before the answer', end };
}

async function judge(evidence: Evidence, trials: readonly Trial[]): Promise<boolean> {
  try {
    const judged: Judged[] = await Promise.all(
      trials.map(async (trial) => ({ ...trial, objections: await evidence.objectionsTo(trial) })),
    );
    const [undisturbed] = trials;
    const report = reportOf(judged, {
      columns: partNames,
      rows: moments.map(({ name }) => name),
      copies: await evidence.copies(),
      accounts: await evidence.accounts(),
      eventsOfHappyPath: undisturbed ? await evidence.eventsOf(undisturbed.flow) : 0,
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
