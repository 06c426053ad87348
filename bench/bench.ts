import { createWorkflowClient } from '../src/temporal/connection';
import { registrationsThatMatch, type RegistrationBody } from '../stand/extract';
import { ServiceClient } from '../stand/serviceClient';
import { Stand } from '../stand/stand';
import { floor, service, type Contender } from './contenders';
import { floorQueue, startFloorProcesses } from './floorProcesses';
import { startUnderLoad } from './load';
import { latencyRow, loadRow, type Row } from './report';
import { measureRoundTrips } from './roundTrips';
import { measureInTurn } from './turns';

const extract = { companies: 2_600, lines: 9_000, seed: 1 };
const figures = { warmUp: 60, turns: 240, roundTrips: 100, loadAtOnce: 20, loadRequests: 300 };

interface Contenders {
  readonly service: Contender;
  /** The service with activities that do nothing: what its HTTP side costs. */
  readonly edge: Contender;
  readonly floor: Contender;
}

type Companies = (count: number) => readonly RegistrationBody[];

async function main(): Promise<void> {
  const stand = await Stand.open({ extract, tell });
  const temporal = createWorkflowClient(stand.settings);
  try {
    const floorPort = await startFloorProcesses(stand);
    const contenders = {
      service: service(new ServiceClient(stand.ports.http), stand.settings),
      edge: service(new ServiceClient(floorPort), stand.settings),
      floor: floor(temporal.client, stand.settings, floorQueue),
    };
    const companies = [...registrationsThatMatch(extract)];
    const next: Companies = (count) => companies.splice(0, count);
    tell(`Measuring ${figures.turns} turns, one request at a time …`);
    console.table(await latencyRows(contenders, next));
    tell('Asking the database, one question at a time …');
    const { http } = stand.settings.config;
    console.table(await measureRoundTrips(stand.settings, next(figures.roundTrips)));
    tell('Starting registrations, many at once …');
    console.table(await loadRows(contenders, next, http.maxRequestsInFlight));
  } finally {
    await temporal.close();
    await stand.close({ keepFolder: false });
  }
}

async function latencyRows({ service, edge, floor }: Contenders, next: Companies) {
  const { warmUp, turns } = figures;
  const measured = await measureInTurn([service, edge, floor], next(warmUp + turns), warmUp);
  const names = ['service', 'service with empty activities', 'floor'];
  const [, , lowest] = measured;
  const rows: Record<string, Row> = {};
  for (const step of ['start', 'activation'] as const)
    for (const [index, times] of measured.entries())
      rows[`${step}: ${names[index] ?? ''}`] = latencyRow(times[step], lowest?.[step] ?? []);
  return rows;
}

async function loadRows({ service, edge, floor }: Contenders, next: Companies, peak: number) {
  const { loadAtOnce: atOnce, loadRequests: requests } = figures;
  const twice = 2 * peak;
  return {
    [`floor, ${atOnce} at once`]: loadRow(await startUnderLoad(floor, next(requests), atOnce)),
    [`service with empty activities, ${atOnce} at once`]: loadRow(
      await startUnderLoad(edge, next(requests), atOnce),
    ),
    [`service, ${atOnce} at once`]: loadRow(await startUnderLoad(service, next(requests), atOnce)),
    [`service, ${twice} at once (twice the peak)`]: loadRow(
      await startUnderLoad(service, next(2 * twice), twice),
    ),
  };
}

function tell(line: string): void {
  console.log(line);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
