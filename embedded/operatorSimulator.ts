import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { OauthClient } from '../simulators/operator/authorizationServer';
import { newClientKey } from '../simulators/operator/clientKey';
import { numberVerificationPath } from '../simulators/operator/paths';
import { newSigningKey } from '../simulators/operator/signingKey';
import type { NumberVerificationConfig } from '../src/config/providers';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { StartProblem } from './problems';
import { builtFile } from './projectFolder';

export interface OperatorSimulatorOptions {
  readonly port: number;
  /** The API that tokens are for. */
  readonly audience: string;
  /** Audience of the gateway's assertions. */
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

/** Variables with which the service lets the simulated operator's network recognise lines. */
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

const key = z.record(z.string(), z.unknown());
const identitySchema = z.object({
  signingKey: key,
  developmentClient: z.strictObject({ id: z.string(), secret: z.string() }),
  /** Of the client `development-key`, which has no secret. */
  developmentKey: z.strictObject({ publicKey: key, privateKey: z.string() }).default(newKey),
  /** The service's key as a client of the operator's number verification. */
  serviceKey: z.strictObject({ publicKey: key, privateKey: z.string() }).default(newKey),
});

function newKey() {
  const { publicKey, privateKey } = newClientKey();
  return { publicKey: { ...publicKey }, privateKey };
}

type OperatorIdentity = z.output<typeof identitySchema>;

/** Clients that the operator knows. */
export interface OperatorClients {
  /** Undefined: the development clients alone. */
  readonly clients: readonly OauthClient[] | undefined;
  readonly numberVerification: NumberVerificationConfig | undefined;
}

/**
 * Keys and development clients of the simulated operator, made on the first start and kept, so that tokens, the secret and the
 * keys stay valid.
 *
 * @throws StartProblem when the file is damaged
 */
export function operatorIdentity(file: string): OperatorIdentity {
  const kept = existsSync(file) ? readIdentity(file) : newIdentity();
  write(file, kept);
  return kept;
}

/** Writes the file that the simulated operator reads: its keys and its clients. */
export function writeOperatorIdentity(file: string, { clients, numberVerification }: OperatorClients): void {
  const kept = operatorIdentity(file);
  const { developmentClient, developmentKey, serviceKey } = kept;
  const ofDevelopment = [developmentClient, { id: 'development-key', publicKey: developmentKey.publicKey }];
  write(file, {
    ...kept,
    clients: clients ?? ofDevelopment,
    ...(numberVerification && {
      numberVerification: {
        id: numberVerification.clientId,
        publicKey: serviceKey.publicKey,
        redirectUri: numberVerification.redirectUri,
        purpose: numberVerification.purpose,
      },
    }),
  });
}

/** Readable by the owner only. */
function write(file: string, identity: object): void {
  writeFileSync(file, `${JSON.stringify(identity, undefined, 2)}\n`, { mode: 0o600 });
}

function newIdentity(): OperatorIdentity {
  const secret = randomBytes(24).toString('base64url');
  return identitySchema.parse({
    signingKey: { ...newSigningKey() },
    developmentClient: { id: 'development', secret },
  });
}

function readIdentity(file: string): OperatorIdentity {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(`${file} is damaged: delete it, and another client's secret is made.`);
  }
}
