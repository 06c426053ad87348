import type { RegistrationBody } from '../stand/extract';
import type { Contender, Entry } from './contenders';
import type { Pair } from './statistics';

export interface Measured {
  readonly start: readonly Pair[];
  readonly activation: readonly Pair[];
}

interface Times {
  readonly start: number;
  readonly activation: number;
}

/**
 * Measures both in turn, one request at a time: the service first in even pairs, the floor first in odd ones. What came first counts as
 * warm-up and is dropped.
 */
export async function measurePairs(
  contenders: { readonly service: Contender; readonly floor: Contender },
  companies: readonly RegistrationBody[],
  warmUp: number,
): Promise<Measured> {
  const start: Pair[] = [];
  const activation: Pair[] = [];
  for (const [index, company] of companies.entries()) {
    const entries = { service: contenders.service(company), floor: contenders.floor(company) };
    const { service, floor } = index % 2 === 0 ? await serviceFirst(entries) : await floorFirst(entries);
    start.push({ service: service.start, floor: floor.start });
    activation.push({ service: service.activation, floor: floor.activation });
  }
  return { start: start.slice(warmUp), activation: activation.slice(warmUp) };
}

interface Entries {
  readonly service: Entry;
  readonly floor: Entry;
}

async function serviceFirst({ service, floor }: Entries): Promise<{ service: Times; floor: Times }> {
  const serviceTimes = await timesOf(service);
  return { service: serviceTimes, floor: await timesOf(floor) };
}

async function floorFirst({ service, floor }: Entries): Promise<{ service: Times; floor: Times }> {
  const floorTimes = await timesOf(floor);
  return { service: await timesOf(service), floor: floorTimes };
}

async function timesOf(entry: Entry): Promise<Times> {
  const start = await msOf(() => entry.start());
  await entry.settle();
  const activation = await msOf(() => entry.activate());
  return { start, activation };
}

/** @returns how long a call took, in milliseconds */
export async function msOf(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
