import { phoneCredentials } from '../simulators/phone/credentials';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { builtFile } from './projectFolder';

export interface PhonePlanOptions {
  readonly smppPort: number;
  readonly webPort: number;
  /** Where messages are kept. */
  readonly messagesFile: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 30_000;

/** The simulated SMS provider: takes messages over SMPP and shows them on a page. */
export function phonePlan({ smppPort, webPort, messagesFile, logFile }: PhonePlanOptions): ProcessPlan {
  return {
    name: 'The phone',
    command: process.execPath,
    args: [
      ...['--enable-source-maps', builtFile('simulators', 'phone', 'main.js')],
      ...['--host', loopback, '--smpp', String(smppPort), '--web', String(webPort)],
      ...['--messages-file', messagesFile],
    ],
    logFile,
    stopWithinMs: 5_000,
  };
}

export async function phoneReady(phone: ManagedProcess, webPort: number): Promise<void> {
  await phone.whenReady(
    async () => (await fetch(`http://${loopback}:${webPort}/revision`)).ok,
    readyWithinMs,
  );
}

/** @returns `SMPP_URL` of the simulated provider. */
export function phoneSmppUrl(smppPort: number): string {
  const { systemId, password } = phoneCredentials;
  return `smpp://${systemId}:${password}@${loopback}:${smppPort}`;
}
