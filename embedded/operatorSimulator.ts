import type { ManagedProcess, ProcessPlan } from './childProcess';
import { numberVerificationPath } from '../simulators/operator/paths';
import { builtFile } from './projectFolder';

export interface OperatorSimulatorOptions {
  readonly port: number;
  /** The API that tokens are for. */
  readonly audience: string;
  /** Whom assertions of the gateway are for. */
  readonly gatewayAudience: string;
  readonly identityFile: string;
  readonly logFile: string;
}

const loopback = '127.0.0.1';
const readyWithinMs = 30_000;

/** The simulated operator: access tokens for the CAMARA API, and the network that recognises a line. */
export function operatorSimulatorPlan(options: OperatorSimulatorOptions): ProcessPlan {
  const { port, audience, gatewayAudience, identityFile, logFile } = options;
  return {
    name: 'The operator',
    command: process.execPath,
    args: [
      ...['--enable-source-maps', builtFile('simulators', 'operator', 'main.js')],
      ...['--host', loopback, '--port', String(port)],
      ...['--audience', audience, '--gateway-audience', gatewayAudience],
      ...['--identity-file', identityFile],
    ],
    logFile,
    stopWithinMs: 5_000,
  };
}

export async function operatorSimulatorReady(operator: ManagedProcess, port: number): Promise<void> {
  const metadata = `${operatorIssuer(port)}/.well-known/openid-configuration`;
  await operator.whenReady(async () => (await fetch(metadata)).ok, readyWithinMs);
}

/** What a service has to be told to let the simulated operator's network recognise lines. */
export function operatorNetwork(port: number, privateKey: string) {
  const issuer = operatorIssuer(port);
  return {
    NUMBER_VERIFICATION_ISSUER: issuer,
    NUMBER_VERIFICATION_API: `${issuer}${numberVerificationPath}`,
    NUMBER_VERIFICATION_CLIENT_KEY: privateKey,
    NETWORK_GATEWAY_ISSUER: issuer,
  };
}

/** @returns `OAUTH_ISSUER` of the simulated operator. */
export function operatorIssuer(port: number): string {
  return `http://${loopback}:${port}`;
}
