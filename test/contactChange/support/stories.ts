import { refusalOf } from '../../support/flowDriver';
import type { Story } from '../../support/histories';
import type { ContactDriver } from './contactDriver';
import type { FakeWorld } from './fakeWorld';

const second = 1_000;
const minute = 60 * second;

const asItIs = (): void => undefined;

async function prove(contact: ContactDriver): Promise<void> {
  await contact.start();
  await contact.skip(second);
  await contact.submit(1);
}

/** One story for each way that a change may go; their histories are committed and replayed. */
export const stories: Readonly<Record<string, Story<FakeWorld, ContactDriver>>> = {
  completed: { world: asItIs, tell: prove },
  resentAndIssuedAnew: {
    world: asItIs,
    tell: async (contact) => {
      await contact.start();
      await contact.skip(31 * second);
      await contact.resend();
      await contact.skip(31 * minute);
      await contact.resend();
      await contact.skip(second);
      await contact.submit(2);
    },
  },
  overtaken: { world: (world) => world.meets.push({ outcome: 'otherFormer' }), tell: prove },
  accountChanged: {
    world: (world) => world.meets.push({ outcome: 'refused', refusal: { code: 'ACCOUNT_CHANGED' } }),
    tell: async (contact) => {
      await contact.start();
      await contact.skip(second);
      await refusalOf(contact.submit(1));
    },
  },
  unchanged: {
    world: (world) => (world.contact = { outcome: 'refused', refusal: { code: 'CONTACT_UNCHANGED' } }),
    tell: (contact) => contact.start(),
  },
  expired: { world: asItIs, tell: (contact) => contact.start() },
  mailboxRefuses: {
    world: (world) => (world.channelRefuses = true),
    tell: async (contact) => {
      await contact.start();
      await contact.skip(second);
    },
  },
  cancelled: {
    world: asItIs,
    tell: async (contact) => {
      await contact.start();
      await contact.skip(second);
      await contact.cancel();
    },
  },
};
