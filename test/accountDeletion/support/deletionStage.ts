import type {
  AccountDeletionEffects,
  AccountDeletionInput,
  AccountDeletionMessages,
} from '../../../workflows/contracts/accountDeletion';
import type { Notice } from '../../../workflows/contracts/notices';
import { FakeActivities } from '../../support/fakeActivities';
import { FlowDriver } from '../../support/flowDriver';
import type { Surroundings } from '../../support/skippedTime';

export const notices: readonly Notice[] = [
  { wording: 'accountDeleted', channel: 'sms', address: 'sealed line' },
  {
    wording: 'accountDeleted',
    channel: 'mail',
    address: 'sealed mailbox',
    reason: 'byOwner',
    name: 'sealed username',
  },
];

/** Stands for database, records and channels of a deletion. */
export class FakeWorld extends FakeActivities {
  account: string | null = 'sealed account';

  activities(): AccountDeletionEffects & AccountDeletionMessages {
    return {
      accountToDelete: this.act('accountToDelete', () => this.account),
      deleteAccount: this.act('deleteAccount', () => undefined),
      noticesOfDeletion: this.act('noticesOfDeletion', () => notices),
      sendNotices: this.act('sendNotices', () => undefined),
    };
  }
}

/** Drives one deletion as the edge does. */
export class DeletionDriver extends FlowDriver {
  protected input(): AccountDeletionInput {
    return {
      flowId: this.flowId,
      accountId: 'account',
      reason: 'byOwner',
      actor: { role: 'employee', accountId: 'account', name: '•••••••••0001' },
      subject: 'employee •••••••••0001',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
    };
  }
}

export function deletionDriver(surroundings: Surroundings): DeletionDriver {
  return new DeletionDriver('accountDeletion', surroundings);
}
