import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setVariables } from '../src/config/env';
import { Keyring } from '../src/config/keys';
import { sealingKeyText } from '../src/security/pukSealing';
import type { ManagedProcess, ProcessPlan } from './managedProcesses';
import { databaseUri } from './databaseServer';
import type { DevelopmentKeys } from './developmentKeys';
import { operatorIssuer, operatorNetwork } from './operatorSimulator';
import { phoneSmppUrl } from './phone';
import { StartProblem } from './problems';
import { builtFile } from './projectFolder';
import type { StartSettings } from './settings';

/** Environments of the service's processes. The API's has the public half of the worker keys alone. */
export interface ServiceEnvironments {
  readonly api: NodeJS.ProcessEnv;
  readonly worker: NodeJS.ProcessEnv;
}

/**
 * Variables of the environment go before those that the embedded start chooses.
 *
 * @param operatorClientKey private key of the service as the simulated operator's client
 */
export function serviceEnvironments(
  settings: StartSettings,
  keys: DevelopmentKeys,
  operatorClientKey: string,
): ServiceEnvironments {
  const { ports, given } = settings;
  const chosen = {
    PUBLIC_BASE_URL: `http://127.0.0.1:${ports.http}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_UI_ORIGIN: `http://127.0.0.1:${ports.temporalUi}`,
    MONGODB_URI: databaseUri(ports.database),
    ...(!given.database && { SAMPLE_CUSTOMERS: 'true' }),
    ...(!given.mail && { MAILBOX_PAGE_URL: `http://127.0.0.1:${ports.mailbox}` }),
    ...(!given.sms && { PHONE_PAGE_URL: `http://127.0.0.1:${ports.phone}` }),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    ...(!given.sms && { SMPP_URL: phoneSmppUrl(ports.smpp) }),
    ...(!given.issuer && { OAUTH_ISSUER: operatorIssuer(ports.oauth) }),
    ...(!given.network && operatorNetwork(ports.oauth, operatorClientKey)),
    WORKFLOW_BUNDLE: builtFile('workflow-bundle.js'),
  };
  const worker: NodeJS.ProcessEnv = {
    ...chosen,
    ...keys,
    ...setVariables(process.env),
    HTTP_PORT: String(ports.http),
    OPERATOR_PORT: String(ports.operator),
  };
  const { WORKER_KEYS = '', ...shared } = worker;
  const PUK_SEALING_KEY = sealingKeyText(Keyring.parse(WORKER_KEYS, 'WORKER_KEYS'));
  const api = { PUK_SEALING_KEY, ...shared };
  return { api, worker };
}

/** Longer than the time that the processes give themselves to finish their work. */
const drainWithinMs = 30_000;
const readyWithinMs = 60_000;

/** The worker, started as in production. */
export function workerPlan(env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return servicePlan('The worker', builtFile('workers', 'main.js'), env, logFile);
}

/** The API, started as in production. */
export function apiPlan(env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return servicePlan('The API', builtFile('src', 'main.js'), env, logFile);
}

/** Waits until the worker polls, which it says in its log. */
export async function workerReady(worker: ManagedProcess): Promise<void> {
  const isPolling = (): boolean =>
    readFileSync(worker.plan.logFile, 'utf8').includes('"msg":"worker is running"');
  await worker.whenReady(() => Promise.resolve(isPolling()), readyWithinMs);
}

/** @param baseUrl such as `http://127.0.0.1:3000` */
export async function apiReady(api: ManagedProcess, baseUrl: string): Promise<void> {
  await api.whenReady(async () => (await fetch(`${baseUrl}/health/ready`)).ok, readyWithinMs);
}

function servicePlan(name: string, entry: string, env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', entry],
    env,
    logFile,
    stopWithinMs: drainWithinMs,
  };
}

interface CommandRun {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** What to do where it fails. */
  readonly remedy: string;
}

/**
 * Runs one of the commands that people run by hand; it shows what it does.
 *
 * @throws StartProblem when it fails
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  { env, signal, remedy }: CommandRun,
): Promise<void> {
  const command = spawn(process.execPath, [builtFile('commands', `${name}.js`), ...args], {
    env,
    signal,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(command, 'exit')) as [number | null];
  if (code !== 0) throw new StartProblem(`${name} ended with ${code ?? 'a signal'}: ${remedy}.`);
}
