import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from '../../../embedded/managedProcesses';
import { mailboxPlan, mailboxReady } from '../../../embedded/mailbox';
import { freePort } from '../../../embedded/ports';
import { testFolder } from '../../support/testFolder';

/** A mail as MailDev's API gives it, as far as tests look at it. */
export interface ReceivedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly from: readonly { readonly address: string; readonly name: string }[];
  readonly to: readonly { readonly address: string; readonly name: string }[];
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Mailbox {
  readonly smtpUrl: string;
  readonly webUrl: string;
  mails(): Promise<ReceivedMail[]>;
  empty(): Promise<void>;
}

interface MailboxPorts {
  readonly smtpPort: number;
  readonly webPort: number;
}

/** MailDev as a process of its own, on free ports. */
export async function startMailboxServer(): Promise<Mailbox & { stop(): Promise<void> }> {
  const { server, ports } = await startMailDev();
  return {
    ...mailboxAt(ports),
    async stop() {
      server.kill();
      await server.ended;
    },
  };
}

/**
 * An empty mailbox on one MailDev for all test files that one worker of jest runs one after the other: the first of them
 * starts it, which takes longer than all the rest of a service, and it ends with that worker, which jest may begin anew.
 */
export async function sharedMailbox(): Promise<Mailbox> {
  const file = join(testFolder(), `mailbox-${process.pid}.json`);
  if (!existsSync(file)) {
    const { server, ports } = await startMailDev();
    server.unref();
    writeFileSync(file, JSON.stringify(ports));
  }
  const mailbox = mailboxAt(JSON.parse(readFileSync(file, 'utf8')) as MailboxPorts);
  await mailbox.empty();
  return mailbox;
}

async function startMailDev() {
  const ports = { smtpPort: await freePort(), webPort: await freePort() };
  const folder = join(testFolder(), `mails-${ports.smtpPort}`);
  const server = ManagedProcess.start(mailboxPlan({ ...ports, folder, logFile: `${folder}.log` }));
  await mailboxReady(server, ports.webPort);
  return { server, ports };
}

function mailboxAt({ smtpPort, webPort }: MailboxPorts): Mailbox {
  const webUrl = `http://127.0.0.1:${webPort}`;
  const inbox = `${webUrl}/api/email`;
  const mails = async () => {
    const response = await fetch(inbox);
    return (await response.json()) as ReceivedMail[];
  };
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    webUrl,
    mails,
    async empty() {
      await fetch(`${inbox}/all`, { method: 'DELETE' });
      if ((await mails()).length > 0) throw new Error('The mailbox was not emptied.');
    },
  };
}
