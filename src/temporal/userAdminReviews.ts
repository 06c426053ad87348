import type { Keyring } from '../config/keys';
import type { Account } from '../database/accounts';
import { keyedDigest } from '../security/digests';
import { flowIdOf, supportReferenceOf } from '../security/flowTokens';
import type { UserAdminReviewInput } from '../../workflows/contracts/userAdminReview';
import { maskedAccountName } from '../identifiers/typedText';
import type { Flows } from './flows';
import { companyKeyAttribute, supportReferenceAttribute } from './searchAttributes';

const flow = 'userAdminReview';

/** Starts reviews of User Admins whose company has another legal representative. */
export class UserAdminReviews {
  constructor(
    private readonly flows: Flows,
    private readonly serviceKeys: Keyring,
  ) {}

  /**
   * Starts a review, or finds it started: one for an account and a new representative.
   *
   * @param representativeKey of the new one
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when it is not known to have been started
   */
  async launch(
    {
      _id: accountId,
      username,
      vatNumber,
      locale,
    }: Pick<Account, '_id' | 'username' | 'vatNumber' | 'locale'>,
    representativeKey: string,
  ): Promise<void> {
    const flowId = flowIdOf(this.serviceKeys, flow, '', { accountId, representativeKey });
    const supportReference = supportReferenceOf(this.serviceKeys, flowId);
    const subject = `User Admin ${maskedAccountName(username)}`;
    const input: UserAdminReviewInput = {
      flowId,
      accountId,
      representativeKey,
      subject,
      locale,
      supportReference,
    };
    await this.flows.launch({
      flow,
      flowId,
      input,
      summary: `Review, ${subject}`,
      searchAttributes: [
        { key: supportReferenceAttribute, value: supportReference },
        { key: companyKeyAttribute, value: keyedDigest(this.serviceKeys, 'VAT number', vatNumber) },
      ],
    });
  }
}
