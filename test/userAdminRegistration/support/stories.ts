import type { Story } from '../../support/histories';
import type { FakeWorld } from './fakeWorld';
import { contract } from './fakeWorld';
import type { RegistrationDriver } from './registrationDriver';

const second = 1_000;
const hour = 3_600 * second;

const asItIs = (): void => undefined;

/** One story for each way that a registration may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, RegistrationDriver>>> = {
  completed: {
    world: asItIs,
    tell: async (registration) => {
      const { activation } = await registration.activated();
      await registration.setPassword(activation);
    },
  },
  resentAndReactivated: {
    world: asItIs,
    tell: async (registration) => {
      await registration.start();
      await registration.skip(31 * second);
      await registration.resend();
      await registration.activate();
      await registration.skip(hour);
      const { activation } = await registration.activate();
      await registration.setPassword(activation);
    },
  },
  expired: { world: asItIs, tell: (registration) => registration.start() },
  mismatched: {
    world: (world) => (world.verdict = { outcome: 'mismatch', hidesMatch: false }),
    tell: (registration) => registration.start(),
  },
  usernameTaken: {
    world: (world) => (world.reservation = { outcome: 'refused', refusal: { code: 'USERNAME_TAKEN' } }),
    tell: (registration) => registration.start(),
  },
  decoy: {
    world: (world) => (world.verdict = { outcome: 'mismatch', hidesMatch: true }),
    tell: (registration) => registration.start(),
  },
  refusedByMail: {
    world: (world) => {
      world.verdict = { outcome: 'refused', refusal: { code: 'LARGE_COMPANY' }, contract, hidesMatch: true };
    },
    tell: (registration) => registration.start(),
  },
  recordsSlowAndMailDelayed: {
    world: (world) => {
      let failures = 3;
      world.outage('matchContractData', () => failures-- > 0);
      let refusals = 3;
      world.outage('sendActivationMail', () => refusals-- > 0);
    },
    tell: async (registration) => {
      await registration.start();
      await registration.skip(hour);
    },
  },
  undeliverable: {
    world: (world) => (world.mailboxRefuses = true),
    tell: (registration) => registration.start(),
  },
  noticeRefused: {
    world: asItIs,
    tell: async (registration, world) => {
      const { activation } = await registration.activated();
      world.mailboxRefuses = true;
      await registration.setPassword(activation);
    },
  },
  takenOver: {
    world: asItIs,
    tell: async (registration, world) => {
      await registration.start();
      world.reservation = { outcome: 'reserved', takenOverFrom: registration.workflowId };
      await registration.another().start();
    },
  },
  reservationLost: {
    world: (world) => (world.activation = { outcome: 'accountLost' }),
    tell: async (registration) => {
      const { activation } = await registration.activated();
      await registration.setPassword(activation).catch(() => undefined);
    },
  },
  cancelled: {
    world: asItIs,
    tell: async (registration) => {
      await registration.start();
      await registration.skip(second);
      await registration.cancel();
    },
  },
};
