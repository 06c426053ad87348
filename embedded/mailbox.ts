import { join } from 'node:path';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { projectFolder } from './projectFolder';

export interface MailboxOptions {
  readonly smtpPort: number;
  readonly webPort: number;
  /** Where mails are kept. */
  readonly folder: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 30_000;

/** MailDev: an SMTP server that keeps what it is given and shows it on a page. */
export function mailboxPlan(options: MailboxOptions): ProcessPlan {
  return {
    name: 'The mailbox',
    command: process.execPath,
    args: [
      join(projectFolder, 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js'),
      ...['--ip', loopback, '--smtp', String(options.smtpPort)],
      ...['--web-ip', loopback, '--web', String(options.webPort)],
      ...['--mail-directory', options.folder, '--max-emails', '1000'],
    ],
    logFile: options.logFile,
    stopWithinMs: 5_000,
  };
}

export async function mailboxReady(mailbox: ManagedProcess, webPort: number): Promise<void> {
  await mailbox.whenReady(
    async () => (await fetch(`http://${loopback}:${webPort}/api/healthz`)).ok,
    readyWithinMs,
  );
}
