import { createWorkflowClient, type TemporalClient } from '../src/temporal/connection';
import {
  registrationsThatMatch,
  type RegistrationBody,
  linesThatMayRegister,
  type EmployeeLine,
} from '../stand/extract';
import { ServiceClient } from '../stand/serviceClient';
import { Stand } from '../stand/stand';
import { floorForCompanies, serviceForCompanies } from './companyContenders';
import { behindProxy, type Contenders } from './contender';
import { floorForLines, serviceForLines } from './employeeContenders';
import { floorQueue, startFloorProcesses } from './floorProcesses';
import { latencyRows } from './latency';
import { loadRow, startUnderLoad } from './load';
import { measureRoundTrips } from './roundTrips';
import { measureSignIns } from './signIns';

const extract = { companies: 2_600, lines: 9_000, seed: 1 };
const figures = { warmUp: 60, turns: 240, roundTrips: 100, loadAtOnce: 20, loadRequests: 300 };

type Companies = (count: number) => readonly RegistrationBody[];

async function main(asked: readonly string[]): Promise<void> {
  const stand = await Stand.open({ extract, tell, variables: behindProxy });
  const temporal = createWorkflowClient(stand.settings);
  try {
    const floorPort = await startFloorProcesses(stand);
    const contenders = contendersForCompanies(stand, temporal, floorPort);
    const companies = [...registrationsThatMatch(extract)];
    const next: Companies = (count) => companies.splice(0, count);
    const { warmUp, turns } = figures;
    const cases = {
      steps: async () => {
        tell(`Measuring ${turns} turns of each flow, one request at a time …`);
        console.table(await latencyRows(contenders, next(warmUp + turns), warmUp));
        for (const simKind of ['voice', 'data-only'] as const) {
          const lines = linesThatMayRegister(extract, simKind).slice(0, warmUp + turns);
          console.table(await latencyRows(contendersForLines(stand, temporal, floorPort), lines, warmUp));
        }
      },
      questions: async () => {
        tell('Asking the database, one question at a time …');
        const [line] = linesThatMayRegister(extract, 'voice');
        if (!line) throw new Error('The extract has too few lines.');
        console.table(await measureRoundTrips(stand.settings, next(figures.roundTrips), line));
      },
      starts: async () => {
        tell('Starting registrations, many at once …');
        const { maxRequestsInFlight } = stand.settings.config.http;
        console.table(await loadRows(contenders, next, maxRequestsInFlight));
      },
      signIns: async () => {
        tell('Signing in, some at once …');
        console.table(await measureSignIns(stand));
      },
    };
    for (const measure of casesOf(cases, asked)) await measure();
  } finally {
    await temporal.close();
    await stand.close({ keepFolder: false });
  }
}

/** @returns those that are asked for, or all */
function casesOf<Case>(cases: Readonly<Record<string, Case>>, asked: readonly string[]): Case[] {
  const known = Object.entries(cases).filter(([name]) => asked.length === 0 || asked.includes(name));
  return known.map(([, measure]) => measure);
}

function contendersForCompanies(
  { ports, settings }: Stand,
  { client }: TemporalClient,
  floorPort: number,
): Contenders<RegistrationBody> {
  return {
    service: serviceForCompanies(new ServiceClient(ports.http), settings),
    edge: serviceForCompanies(new ServiceClient(floorPort), settings),
    floor: floorForCompanies(client, settings, floorQueue),
  };
}

function contendersForLines(
  { ports, settings }: Stand,
  { client }: TemporalClient,
  floorPort: number,
): Contenders<EmployeeLine> {
  return {
    service: serviceForLines(new ServiceClient(ports.http), client, ports.phone),
    edge: serviceForLines(new ServiceClient(floorPort), client),
    floor: floorForLines(client, settings, floorQueue),
  };
}

async function loadRows(
  { service, edge, floor }: Contenders<RegistrationBody>,
  next: Companies,
  peak: number,
) {
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

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
