import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../embedded/ports';

/** A mail as MailDev's API gives it, as far as tests look at it. */
export interface ReceivedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly from: readonly { readonly address: string; readonly name: string }[];
  readonly to: readonly { readonly address: string; readonly name: string }[];
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface MailboxServer {
  readonly smtpUrl: string;
  mails(): Promise<ReceivedMail[]>;
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** MailDev as a process of its own, on free ports. */
export async function startMailboxServer(): Promise<MailboxServer> {
  const [smtpPort, webPort] = [await freePort(), await freePort()];
  const program = join(__dirname, '../../../node_modules/maildev/dist/bin/maildev.js');
  const ports = [
    '--smtp',
    String(smtpPort),
    '--web',
    String(webPort),
    '--ip',
    '127.0.0.1',
    '--web-ip',
    '127.0.0.1',
  ];
  const server = spawn(process.execPath, [program, ...ports, '--silent'], { stdio: 'ignore' });
  const inbox = `http://127.0.0.1:${webPort}/api/email`;
  const mails = async () => {
    const response = await fetch(inbox);
    return (await response.json()) as ReceivedMail[];
  };
  for (let tries = 0; !(await mails().then(Boolean, () => false)); tries += 1) {
    if (server.exitCode !== null || tries > 200) throw new Error('MailDev did not start.');
    await delay(100);
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    mails,
    async empty() {
      await fetch(`${inbox}/all`, { method: 'DELETE' });
      if ((await mails()).length > 0) throw new Error('The mailbox was not emptied.');
    },
    async stop() {
      const exit = once(server, 'exit');
      server.kill('SIGKILL');
      await exit;
    },
  };
}
