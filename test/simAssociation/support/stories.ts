import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import { type FakeWorld, decoyRoute, holder, holderTold, mailRoute } from './fakeWorld';
import type { SimDriver } from './simDriver';

const second = 1_000;

const asItIs = (): void => undefined;

async function proveByText(sim: SimDriver): Promise<void> {
  await sim.start();
  await sim.skip(second);
  await sim.submit(1);
}

/** One story for each way that an association may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, SimDriver>>> = {
  completed: { world: asItIs, tell: proveByText },
  dataOnly: {
    world: (world) => {
      world.line = { outcome: 'admitted', finding: 'free', route: mailRoute };
      world.pukVerdict = { outcome: 'wrong', attemptsLeft: 2 };
    },
    tell: async (sim, world) => {
      await sim.startDataOnly();
      await refusalOf(sim.puk());
      world.pukVerdict = { outcome: 'right' };
      await sim.puk();
      await sim.skip(second);
      await sim.submit(1);
    },
  },
  takenFromOthers: {
    world: (world) => {
      world.holders = { holders: [holder], notices: [holderTold] };
      world.meets.push({ outcome: 'otherHolders' });
    },
    tell: proveByText,
  },
  secondPlaceTaken: {
    world: (world) => world.meets.push({ outcome: 'refused', refusal: { code: 'TWO_LINES_ALREADY' } }),
    tell: async (sim) => {
      await sim.start();
      await sim.skip(second);
      await refusalOf(sim.submit(1));
    },
  },
  twoLinesAlready: {
    world: (world) => (world.line = { outcome: 'refused', refusal: { code: 'TWO_LINES_ALREADY' } }),
    tell: (sim) => sim.start(),
  },
  decoy: {
    world: (world) => (world.line = { outcome: 'admitted', finding: 'ofOtherCompany', route: decoyRoute }),
    tell: async (sim) => {
      await sim.start();
      await refusalOf(sim.submit(1));
    },
  },
  attemptsSpent: {
    world: asItIs,
    tell: async (sim) => {
      await sim.start();
      for (let wrong = 1; wrong <= 5; wrong += 1) await refusalOf(sim.submit(0));
    },
  },
  databaseAway: {
    world: (world) => {
      let failures = 2;
      world.outage('associateLine', () => failures-- > 0);
    },
    tell: proveByText,
  },
  cancelled: {
    world: asItIs,
    tell: async (sim) => {
      await sim.start();
      await sim.skip(second);
      await sim.cancel();
    },
  },
};
