import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import { decoyRoute, smsRoute, type ConfirmationDriver, type FakeWorld } from './confirmationStage';

const second = 1_000;

/** One story for each way that a sign-in with a code may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, ConfirmationDriver>>> = {
  completed: {
    world: () => undefined,
    tell: async (confirmation) => {
      await confirmation.start();
      await confirmation.submit(1);
    },
  },
  decoy: {
    world: (world) => (world.route = decoyRoute),
    tell: async (confirmation) => {
      await confirmation.start();
      await refusalOf(confirmation.submit(1));
    },
  },
  unseenByMail: {
    world: (world) => {
      const recipient = { channel: 'mail', address: 'sealed mailbox', wording: 'signInCode' } as const;
      world.route = { ...smsRoute, recipient };
    },
    tell: async (confirmation) => {
      await confirmation.start();
      await confirmation.skip(31 * second);
      await confirmation.resend();
    },
  },
  contactReplaced: {
    world: (world) => (world.isConfirmed = false),
    tell: async (confirmation) => {
      await confirmation.start();
      await refusalOf(confirmation.submit(1));
    },
  },
};
