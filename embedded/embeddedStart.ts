import { join } from 'node:path';
import { readEnv } from '../src/config/env';
import { networkConfigFrom, oauthConfigFrom } from '../src/config/providers';
import { exampleRegistration } from '../src/records/sample/exampleCompany';
import { emptyStores, makeDataFolder } from './dataFolder';
import { developmentKeys } from './developmentKeys';
import { bringUpServers, logFile } from './embeddedServers';
import { operatorIdentity } from './operatorSimulator';
import { requireFreePorts } from './ports';
import { ProcessGroup } from './managedProcesses';
import { startReport } from './report';
import { loadSampleOnce } from './sampleData';
import {
  serviceEnvironments,
  type ServiceEnvironments,
  apiPlan,
  apiReady,
  runCommand,
  workerPlan,
  workerReady,
} from './serviceProcesses';
import { wantedPorts, type StartSettings } from './settings';
import { takeStartLock } from './startLock';

/** Longest wait for the processes of a killed start to end and free their ports. */
const leftoversEndWithinMs = 35_000;

/** One run of the whole service on this machine. */
export class EmbeddedStart {
  private readonly stopRequest = new AbortController();
  private readonly stopRequested = new Promise<void>((resolve) => {
    this.stopRequest.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  private readonly processes = new ProcessGroup();

  constructor(
    private readonly settings: StartSettings,
    private readonly tell: (line: string) => void,
  ) {}

  /**
   * Brings everything up, waits for a stop, and stops in the reverse order.
   *
   * @throws StartProblem when something is in the way, or a process ends by itself.
   */
  async run({ reset }: { readonly reset: boolean }): Promise<void> {
    const { data } = this.settings;
    makeDataFolder(data);
    const lock = takeStartLock(data.lockFile);
    try {
      await requireFreePorts(wantedPorts(this.settings), lock.wasStale ? leftoversEndWithinMs : 0);
      if (reset) {
        emptyStores(data);
        this.tell('Databases, mailbox, phone and logs are emptied.');
      }
      await Promise.race([this.serve(), this.stopRequested]);
    } finally {
      await this.processes.stopAll();
      lock.release();
    }
  }

  requestStop(): void {
    this.tell('\nStopping: requests and workflow tasks under way are finished first …');
    this.stopRequest.abort();
  }

  killAll(): void {
    this.processes.killAll();
  }

  private async serve(): Promise<never> {
    const { settings, processes, tell, stopRequest } = this;
    const { keysFile, operatorFile } = settings.data;
    const { serviceKey } = operatorIdentity(operatorFile);
    const environments = serviceEnvironments(settings, developmentKeys(keysFile), serviceKey.privateKey);
    const env = readEnv(environments.api);
    const operator = { audience: oauthConfigFrom(env).audience, network: networkConfigFrom(env) };
    const { signal } = stopRequest;
    const databaseFolder = await bringUpServers({ settings, operator, processes, tell, signal });
    tell('Preparing Temporal and the database …');
    const remedy = 'see what it says above';
    await runCommand(['migrate'], { env: environments.worker, signal, remedy });
    await this.loadSample(databaseFolder, environments.worker);
    await this.bringUpService(environments);
    tell(startReport(settings, exampleRegistration));
    return processes.untilOneEnds();
  }

  /** Only into the embedded database: a database of one's own gets no invented records. */
  private async loadSample(databaseFolder: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
    const { tell, stopRequest } = this;
    if (databaseFolder === undefined) {
      tell('The database is the one of MONGODB_URI: npm run import loads records into it.');
      return;
    }
    await loadSampleOnce({ folder: join(databaseFolder, 'sample'), env, signal: stopRequest.signal }, tell);
  }

  private async bringUpService(environments: ServiceEnvironments): Promise<void> {
    const { settings, processes, tell } = this;
    tell('Starting the worker and the API …');
    const worker = processes.start(workerPlan(environments.worker, logFile(settings, 'worker')));
    const api = processes.start(apiPlan(environments.api, logFile(settings, 'api')));
    await Promise.all([workerReady(worker), apiReady(api, `http://127.0.0.1:${settings.ports.http}`)]);
  }
}
