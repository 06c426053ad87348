import type {
  PasswordChangeEffects,
  PasswordChangeInput,
  PasswordChangeMessages,
} from '../../../workflows/contracts/passwordChange';
import type { PasswordOutcome } from '../../../workflows/contracts/passwords';
import { FakeActivities } from '../../support/fakeActivities';
import { FlowDriver } from '../../support/flowDriver';
import type { Surroundings } from '../../support/skippedTime';

/** Stands for database and channels of a password's change. */
export class FakeWorld extends FakeActivities {
  change: PasswordOutcome = {
    outcome: 'set',
    notices: [{ wording: 'passwordChanged', channel: 'mail', address: 'sealed mailbox' }],
  };

  activities(): PasswordChangeEffects & PasswordChangeMessages {
    return {
      changePassword: this.act('changePassword', () => this.change),
      sendNotices: this.act('sendNotices', () => undefined),
    };
  }
}

/** Drives one change as the edge does. */
export class ChangeDriver extends FlowDriver {
  protected input(): PasswordChangeInput {
    return {
      flowId: this.flowId,
      accountId: 'account',
      sessionId: 'session',
      epoch: 2,
      claimId: 'claim',
      subject: 'userAdmin •••••••••••••re1',
      locale: 'it',
      supportReference: '0000000000',
    };
  }
}

export function changeDriver(surroundings: Surroundings): ChangeDriver {
  return new ChangeDriver('passwordChange', surroundings);
}
