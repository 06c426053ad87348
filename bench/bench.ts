import { join } from 'node:path';
import { builtFile } from '../embedded/projectFolder';
import { workerReady } from '../embedded/serviceProcesses';
import { createWorkflowClient } from '../src/temporal/connection';
import { registrationsThatMatch, type RegistrationBody } from '../stand/extract';
import { ServiceClient } from '../stand/serviceClient';
import { Stand } from '../stand/stand';
import { floor, service, type Contender } from './contenders';
import { startUnderLoad } from './load';
import { measurePairs } from './pairs';
import { measureRoundTrips } from './roundTrips';
import { comparisonRow, loadRow, type LoadRow } from './report';

const extract = { companies: 2_600, lines: 9_000, seed: 1 };
const floorQueue = 'floor';
const figures = { warmUp: 40, pairs: 220, roundTrips: 100, loadAtOnce: 20, loadRequests: 300 };

async function main(): Promise<void> {
  const tell = (line: string): void => {
    console.log(line);
  };
  const stand = await Stand.open({ extract, tell });
  try {
    await startFloorWorker(stand);
    await measure(stand, tell);
  } finally {
    await stand.close({ keepFolder: false });
  }
}

async function startFloorWorker(stand: Stand): Promise<void> {
  const floorWorker = stand.processes.start({
    name: 'The worker of the floor',
    command: process.execPath,
    args: [builtFile('bench', 'floorWorker.js')],
    env: { ...stand.environment, TEMPORAL_TASK_QUEUE: floorQueue },
    logFile: join(stand.folder, 'floor.log'),
    stopWithinMs: 20_000,
  });
  await workerReady(floorWorker);
}

async function measure({ settings, ports }: Stand, tell: (line: string) => void): Promise<void> {
  const { client, connection } = createWorkflowClient(settings);
  const contenders = {
    service: service(new ServiceClient(`http://127.0.0.1:${ports.http}`), settings),
    floor: floor(client, settings, floorQueue),
  };
  const companies = [...registrationsThatMatch(extract)];
  const next = (count: number): RegistrationBody[] => companies.splice(0, count);
  try {
    tell(`Measuring ${figures.pairs} pairs, one request at a time …`);
    const measured = await measurePairs(contenders, next(figures.warmUp + figures.pairs), figures.warmUp);
    console.table({
      start: comparisonRow(measured.start),
      activation: comparisonRow(measured.activation),
    });
    tell('Asking the database, one question at a time …');
    console.table(await measureRoundTrips(settings.config.mongodbUri, next(figures.roundTrips)));
    tell(`Starting registrations, many at once …`);
    console.table(await underLoad(contenders, settings.config.http.maxRequestsInFlight, next));
  } finally {
    await connection.close();
  }
}

async function underLoad(
  contenders: { readonly service: Contender; readonly floor: Contender },
  peak: number,
  next: (count: number) => RegistrationBody[],
): Promise<Record<string, LoadRow>> {
  const { loadAtOnce, loadRequests } = figures;
  const usual = `${loadAtOnce} at once`;
  const twicePeak = `service, ${2 * peak} at once (twice the peak)`;
  return {
    [`floor, ${usual}`]: loadRow(await startUnderLoad(contenders.floor, next(loadRequests), loadAtOnce)),
    [`service, ${usual}`]: loadRow(await startUnderLoad(contenders.service, next(loadRequests), loadAtOnce)),
    [twicePeak]: loadRow(await startUnderLoad(contenders.service, next(4 * peak), 2 * peak)),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
