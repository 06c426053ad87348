import type { Notice } from '../../../workflows/contracts/notices';
import type {
  UserAdminReviewEffects,
  UserAdminReviewInput,
  UserAdminReviewMessages,
} from '../../../workflows/contracts/userAdminReview';
import { FakeActivities } from '../../support/fakeActivities';
import { FlowDriver } from '../../support/flowDriver';
import type { Surroundings } from '../../support/skippedTime';

const notice: Notice = {
  wording: 'representativeChanged',
  channel: 'mail',
  address: 'sealed mailbox',
  company: 'sealed company',
  firstName: 'sealed first name',
  name: 'sealed username',
};

/** Stands for database, records and channels of a review. */
export class FakeWorld extends FakeActivities {
  isThere = true;

  activities(): UserAdminReviewEffects & UserAdminReviewMessages {
    return {
      flagUserAdmin: this.act('flagUserAdmin', () => this.isThere),
      noticesOfReview: this.act('noticesOfReview', () => [notice]),
      sendNotices: this.act('sendNotices', () => undefined),
    };
  }
}

/** Drives one review as a review of the records does. */
export class ReviewDriver extends FlowDriver {
  protected input(): UserAdminReviewInput {
    return {
      flowId: this.flowId,
      accountId: 'account',
      representativeKey: 'representative key',
      subject: 'User Admin •••••ice',
      locale: 'it',
      supportReference: '0000000000',
    };
  }
}

export function reviewDriver(surroundings: Surroundings): ReviewDriver {
  return new ReviewDriver('userAdminReview', surroundings);
}
