import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import type { FakeWorld, VerificationDriver } from './verificationStage';

const asItIs = (): void => undefined;

/** One story for each way that a verification may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, VerificationDriver>>> = {
  completed: {
    world: asItIs,
    tell: async (verification) => {
      await verification.start();
      await verification.submit(1);
    },
  },
  superseded: {
    world: asItIs,
    tell: async (verification, world) => {
      await verification.start();
      world.voids(verification.workflowId);
      await verification.another().start();
    },
  },
  attemptsSpent: {
    world: asItIs,
    tell: async (verification) => {
      await verification.start();
      for (let wrong = 1; wrong <= 5; wrong += 1) await refusalOf(verification.submit(0));
    },
  },
  notServed: {
    world: (world) => (world.number = { outcome: 'refused', refusal: { code: 'NUMBER_NOT_SERVED' } }),
    tell: (verification) => verification.start(),
  },
};
