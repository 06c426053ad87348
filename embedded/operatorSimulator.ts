import type { ManagedProcess, ProcessPlan } from './childProcess';
import { builtFile } from './projectFolder';

export interface OperatorSimulatorOptions {
  readonly port: number;
  /** The API that tokens are for. */
  readonly audience: string;
  readonly identityFile: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 30_000;

/** The simulated operator: an authorization server that issues access tokens for the CAMARA API. */
export function operatorSimulatorPlan(options: OperatorSimulatorOptions): ProcessPlan {
  const { port, audience, identityFile, logFile } = options;
  return {
    name: 'The authorization server',
    command: process.execPath,
    args: [
      ...['--enable-source-maps', builtFile('simulators', 'operator', 'main.js')],
      ...['--host', loopback, '--port', String(port)],
      ...['--audience', audience, '--identity-file', identityFile],
    ],
    logFile,
    stopWithinMs: 5_000,
  };
}

export async function operatorSimulatorReady(operator: ManagedProcess, port: number): Promise<void> {
  const metadata = `${operatorIssuer(port)}/.well-known/openid-configuration`;
  await operator.whenReady(async () => (await fetch(metadata)).ok, readyWithinMs);
}

/** @returns `OAUTH_ISSUER` of the simulated operator. */
export function operatorIssuer(port: number): string {
  return `http://${loopback}:${port}`;
}
