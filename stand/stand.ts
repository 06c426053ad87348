import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dataFolderAt, makeDataFolder } from '../embedded/dataFolder';
import {
  databaseBeside,
  databaseProgram,
  databaseReady,
  databaseServerPlan,
  databaseUri,
  dropDatabases,
} from '../embedded/databaseServer';
import { mailboxPlan, mailboxReady } from '../embedded/mailbox';
import { phonePlan, phoneReady } from '../embedded/phone';
import { ProcessGroup } from '../embedded/managedProcesses';
import { readDatabaseSource } from '../embedded/settings';
import { builtFile } from '../embedded/projectFolder';
import { apiPlan, apiReady, workerPlan, workerReady } from '../embedded/serviceProcesses';
import { temporalCli, temporalReady, temporalServerPlan } from '../embedded/temporalServer';
import type { WheelInstaller, WheelSet } from '../embedded/serverPrograms';
import { loadSettings, type Settings } from '../src/config/config';
import { Keyring } from '../src/config/keys';
import { sealingKeyText } from '../src/security/pukSealing';
import type { SampleSize } from '../src/records/sample/sampleExtract';
import { freeStandPorts, productionEnvironment, type StandPorts } from './addresses';
import { loadExtract, runCommand } from './extract';
import { Part } from './part';

export const partNames = ['worker', 'api', 'temporal', 'database'] as const;
export type PartName = (typeof partNames)[number];

/** A database that is given is no process of the stand. */
type StandParts = Readonly<Record<Exclude<PartName, 'database'>, Part>> & { readonly database?: Part };

export interface StandOptions {
  readonly extract: SampleSize;
  readonly tell: (line: string) => void;
  /** Puts something between the worker and the mailbox; gives the port that the worker is told. */
  readonly beforeMailbox?: (mailboxSmtpPort: number) => Promise<number>;
  /** The same before the SMS provider. */
  readonly beforePhone?: (phoneSmppPort: number) => Promise<number>;
  /** Given to API and worker beside their own. */
  readonly variables?: NodeJS.ProcessEnv;
}

/**
 * The whole service as production runs it: real servers, and the API and the worker as processes of their own that are
 * given addresses and keys. Free ports, data in a temporary folder; a database of its own on the server of `TEST_MONGODB_URI`,
 * where that is set.
 */
export class Stand {
  private constructor(
    readonly settings: Settings,
    readonly ports: StandPorts,
    /** Environment of the worker. */
    readonly environment: NodeJS.ProcessEnv,
    readonly parts: StandParts,
    readonly processes: ProcessGroup,
    readonly folder: string,
  ) {}

  /** Installs the servers on first use, starts everything and imports the extract. */
  static async open(options: StandOptions): Promise<Stand> {
    const ports = await freeStandPorts();
    const folder = mkdtempSync(join(tmpdir(), 'selfcare-stand-'));
    const processes = new ProcessGroup();
    const given = givenDatabase(folder);
    try {
      const environment = productionEnvironment({
        ports,
        mongodbUri: given ?? databaseUri(ports.database),
        smtpPort: (await options.beforeMailbox?.(ports.smtp)) ?? ports.smtp,
        smppPort: (await options.beforePhone?.(ports.smpp)) ?? ports.smpp,
        serviceKeys: newKey(),
        workerKeys: newKey(),
        workflowBundle: builtFile('workflow-bundle.js'),
      });
      const database =
        given === undefined ? await databasePart(processes, ports, folder, options.tell) : undefined;
      const servers = await serverParts(processes, ports, folder, options.tell);
      const serviceEnvironment = { ...environment, ...options.variables };
      const parts = {
        ...(database && { database }),
        ...servers,
        ...serviceParts(processes, ports, folder, serviceEnvironment),
      };
      options.tell('Starting database, Temporal, mailbox and phone …');
      const started = [...(database ? [database] : []), ...Object.values(servers)];
      await Promise.all(started.map((part) => part.start()));
      options.tell('Preparing Temporal and the database, importing the extract …');
      await runCommand(['migrate'], environment);
      await loadExtract(options.extract, folder, environment);
      options.tell('Starting worker and API …');
      await Promise.all([parts.worker.start(), parts.api.start()]);
      return new Stand(loadSettings(environment), ports, environment, parts, processes, folder);
    } catch (error) {
      await processes.stopAll();
      throw error;
    }
  }

  /** Stops what it started; the folder with the logs stays where `keepFolder` asks for it. */
  async close({ keepFolder }: { readonly keepFolder: boolean }): Promise<void> {
    await this.processes.stopAll();
    if (keepFolder) return;
    const given = givenDatabase(this.folder);
    if (given !== undefined) await dropDatabases(given, basename(this.folder));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Its name is the folder's. */
function givenDatabase(folder: string): string | undefined {
  const server = process.env['TEST_MONGODB_URI'];
  return server ? databaseBeside(server, basename(folder)) : undefined;
}

async function databasePart(
  processes: ProcessGroup,
  ports: StandPorts,
  folder: string,
  tell: (line: string) => void,
): Promise<Part> {
  const program = await databaseProgram(readDatabaseSource(process.env), installer('database', tell));
  const logFile = join(folder, 'database.log');
  return new Part(processes, {
    process: databaseServerPlan(program, { port: ports.database, folder, logFile }),
    ready: (running) => databaseReady(running, ports.database),
  });
}

async function serverParts(
  processes: ProcessGroup,
  ports: StandPorts,
  folder: string,
  tell: (line: string) => void,
) {
  const cli = await temporalCli(installer('temporal', tell));
  const log = (name: string): string => join(folder, `${name}.log`);
  return {
    temporal: new Part(processes, {
      process: temporalServerPlan(cli, {
        port: ports.temporal,
        ui: undefined,
        databaseFile: join(folder, 'temporal.db'),
        logFile: log('temporal'),
      }),
      ready: (running) => temporalReady(running, ports.temporal),
    }),
    ...sinkParts(processes, ports, folder),
  };
}

/** Where mails and text messages end. */
function sinkParts(processes: ProcessGroup, ports: StandPorts, folder: string) {
  return {
    mailbox: new Part(processes, {
      process: mailboxPlan({
        smtpPort: ports.smtp,
        webPort: ports.mailbox,
        folder: join(folder, 'mail'),
        logFile: join(folder, 'mailbox.log'),
      }),
      ready: (running) => mailboxReady(running, ports.mailbox),
    }),
    phone: new Part(processes, {
      process: phonePlan({
        smppPort: ports.smpp,
        webPort: ports.phone,
        messagesFile: join(folder, 'messages.ndjson'),
        logFile: join(folder, 'phone.log'),
      }),
      ready: (running) => phoneReady(running, ports.phone),
    }),
  };
}

function serviceParts(
  processes: ProcessGroup,
  ports: StandPorts,
  folder: string,
  environment: NodeJS.ProcessEnv,
) {
  return {
    worker: new Part(processes, {
      process: workerPlan(environment, join(folder, 'worker.log')),
      ready: workerReady,
    }),
    api: new Part(processes, {
      process: apiPlan(ofApi(environment), join(folder, 'api.log')),
      ready: (running) => apiReady(running, `http://127.0.0.1:${ports.http}`),
    }),
  };
}

/** The API's environment beside a worker's: it seals PUKs, and opens none. */
export function ofApi({ WORKER_KEYS = '', ...shared }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PUK_SEALING_KEY: sealingKeyText(Keyring.parse(WORKER_KEYS, 'WORKER_KEYS')), ...shared };
}

function newKey(): string {
  return `stand:${randomBytes(32).toString('base64')}`;
}

function installer(set: WheelSet, tell: (line: string) => void): WheelInstaller {
  const data = dataFolderAt(process.env['SELFCARE_DATA_DIR']);
  makeDataFolder(data);
  return {
    serversFolder: data.servers,
    logFile: join(data.logs, `install-${set}.log`),
    tell,
    signal: new AbortController().signal,
  };
}
