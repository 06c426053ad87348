import type {
  LineReleaseEffects,
  LineReleaseInput,
  LineReleaseMessages,
  ReleasingAccount,
} from '../../../workflows/contracts/lineRelease';
import type { Notice } from '../../../workflows/contracts/notices';
import { FakeActivities } from '../../support/fakeActivities';
import { FlowDriver } from '../../support/flowDriver';
import type { Surroundings } from '../../support/skippedTime';

export const notices: readonly Notice[] = [
  { wording: 'lineReleased', channel: 'sms', address: 'sealed line' },
  { wording: 'lineFreed', channel: 'mail', address: 'sealed mailbox', line: 'sealed line' },
];

/** Stands for database, records and channels of a release. */
export class FakeWorld extends FakeActivities {
  releasing: ReleasingAccount | null = { accountId: 'account', account: 'sealed account' };

  activities(): LineReleaseEffects & LineReleaseMessages {
    return {
      lineToRelease: this.act('lineToRelease', () => this.releasing),
      releaseLine: this.act('releaseLine', () => 'kept' as const),
      noticesOfRelease: this.act('noticesOfRelease', () => notices),
      sendNotices: this.act('sendNotices', () => undefined),
    };
  }
}

/** Drives one release as the edge does. */
export class ReleaseDriver extends FlowDriver {
  protected input(): LineReleaseInput {
    return {
      flowId: this.flowId,
      line: 'sealed line',
      associatedBy: 'simAssociation/proof',
      reason: 'byManager',
      actor: { role: 'telcoManager', accountId: 'manager', name: '•••••ore' },
      subject: 'line •••••••••0002',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
    };
  }
}

export function releaseDriver(surroundings: Surroundings): ReleaseDriver {
  return new ReleaseDriver('lineRelease', surroundings);
}
