import type { Keyring } from '../config/keys';
import type { Account } from '../database/accounts';
import { keyedDigest } from '../security/digests';
import { flowIdOf, supportReferenceOf } from '../security/flowTokens';
import type { AccountDeletionInput } from '../../workflows/contracts/accountDeletion';
import type { FlowView } from '../../workflows/contracts/flow';
import { maskedAccountName } from '../identifiers/typedText';
import type { FlowReference, Flows } from './flows';
import { companyKeyAttribute, supportReferenceAttribute } from './searchAttributes';

export interface DeletionWish extends Pick<
  AccountDeletionInput,
  'reason' | 'actor' | 'locale' | 'addressKey'
> {
  readonly account: Pick<Account, '_id' | 'kind' | 'username' | 'vatNumber'>;
}

const flow = 'accountDeletion';

/** Starts deletions of accounts, for every way to ask for one. */
export class AccountDeletions {
  constructor(
    private readonly flows: Flows,
    private readonly serviceKeys: Keyring,
  ) {}

  /**
   * Deletes an account, or finds its deletion: an account has one.
   *
   * @returns `COMPLETED` once it is gone; `VALIDATING` when that is known to be under way
   * @throws Problem `TEMPORARILY_UNAVAILABLE` when nothing was started
   */
  async begin({ account, reason, actor, locale, addressKey }: DeletionWish): Promise<FlowView> {
    const { _id: accountId, kind, username, vatNumber } = account;
    const { flowId } = this.referenceOf(accountId);
    const supportReference = supportReferenceOf(this.serviceKeys, flowId);
    const subject = `${kind} ${maskedAccountName(username)}`;
    const input: AccountDeletionInput = {
      ...{ flowId, accountId, reason, actor, subject, locale, supportReference },
      ...(addressKey !== undefined && { addressKey }),
    };
    const view = await this.flows.start({
      flow,
      flowId,
      input,
      summary: `Account deletion, ${subject}`,
      searchAttributes: [
        { key: supportReferenceAttribute, value: supportReference },
        { key: companyKeyAttribute, value: keyedDigest(this.serviceKeys, 'VAT number', vatNumber) },
      ],
    });
    return view ?? { flow, flowId, status: 'VALIDATING', nextSteps: [], supportReference };
  }

  /** The deletion that an account has, or would have. */
  referenceOf(accountId: string): FlowReference {
    return { flow, flowId: flowIdOf(this.serviceKeys, flow, '', { accountId }) };
  }
}
