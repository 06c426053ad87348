import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import { decoyRoute, found, smsRoute, type FakeWorld, type RecoveryDriver } from './recoveryStage';

const second = 1_000;
const notices = [{ wording: 'passwordChanged', channel: 'sms', address: 'sealed line' }] as const;

/** One story for each way that a recovery may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, RecoveryDriver>>> = {
  completed: {
    world: (world) => (world.password = { outcome: 'set', notices }),
    tell: async (recovery) => {
      await recovery.start();
      await recovery.submit(1);
      await recovery.setPassword(0);
    },
  },
  decoy: {
    world: (world) => (world.account = { outcome: 'admitted', finding: 'unknown', route: decoyRoute }),
    tell: async (recovery) => {
      await recovery.start();
      await refusalOf(recovery.submit(1));
    },
  },
  unseenByMail: {
    world: (world) => {
      const recipient = { channel: 'mail', address: 'sealed mailbox', wording: 'recoveryCode' } as const;
      world.account = { ...found, route: { ...smsRoute, recipient } };
    },
    tell: async (recovery) => {
      await recovery.start();
      await recovery.skip(31 * second);
      await recovery.resend();
    },
  },
  lapsed: {
    world: () => undefined,
    tell: async (recovery) => {
      await recovery.start();
      await recovery.submit(1);
    },
  },
  refused: {
    world: (world) =>
      (world.account = {
        outcome: 'refused',
        refusal: { code: 'MESSAGE_BUDGET_SPENT', retryAfterSeconds: 60 },
      }),
    tell: (recovery) => recovery.start(),
  },
};
