import type { Story } from '../../support/histories';
import type { FakeWorld } from './fakeWorld';
import type { InvitationDriver } from './invitationDriver';

const second = 1_000;
const hour = 3_600 * second;

const asItIs = (): void => undefined;

/** One story for each way that an invitation may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, InvitationDriver>>> = {
  completed: {
    world: asItIs,
    tell: async (invitation) => {
      const { activation } = await invitation.activated();
      await invitation.setPassword(activation);
    },
  },
  resentAndReactivated: {
    world: asItIs,
    tell: async (invitation) => {
      await invitation.start();
      await invitation.skip(31 * second);
      await invitation.resend();
      await invitation.activate();
      await invitation.skip(hour);
      const { activation } = await invitation.activate();
      await invitation.setPassword(activation);
    },
  },
  expired: { world: asItIs, tell: (invitation) => invitation.start() },
  refused: {
    world: (world) => (world.reservation = { outcome: 'refused', refusal: { code: 'USERNAME_TAKEN' } }),
    tell: (invitation) => invitation.start(),
  },
  databaseAndMailDelayed: {
    world: (world) => {
      let failures = 3;
      world.outage('reserveManager', () => failures-- > 0);
      let refusals = 3;
      world.outage('sendInvitationMail', () => refusals-- > 0);
    },
    tell: async (invitation) => {
      await invitation.start();
      await invitation.skip(hour);
    },
  },
  undeliverable: {
    world: (world) => (world.mailboxRefuses = true),
    tell: (invitation) => invitation.start(),
  },
  deleted: {
    world: asItIs,
    tell: async (invitation) => {
      await invitation.activated();
      await invitation.supersede();
    },
  },
  reservationLost: {
    world: (world) => (world.activation = { outcome: 'accountLost' }),
    tell: async (invitation) => {
      const { activation } = await invitation.activated();
      await invitation.setPassword(activation).catch(() => undefined);
    },
  },
  cancelled: {
    world: asItIs,
    tell: async (invitation) => {
      await invitation.start();
      await invitation.skip(second);
      await invitation.cancel();
    },
  },
};
