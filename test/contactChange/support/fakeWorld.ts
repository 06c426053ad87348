import type {
  ContactChangeEffects,
  ContactChangeMessages,
  ContactChangeOutcome,
  ContactVerdict,
  FormerContact,
} from '../../../workflows/contracts/contactChange';
import type { Notice } from '../../../workflows/contracts/notices';
import { FakeCodes } from '../../support/fakeCodes';

export const oldOneTold: Notice = {
  wording: 'contactChanged',
  channel: 'mail',
  address: 'sealed old mailbox',
  contact: 'email',
  name: 'sealed username',
};

/** Stands for database and channels of a contact's change. */
export class FakeWorld extends FakeCodes {
  contact: ContactVerdict = {
    outcome: 'admitted',
    route: {
      apparentChannel: 'mail',
      recipient: { channel: 'mail', address: 'sealed new mailbox', wording: 'contactCode' },
      messageKey: 'mailbox key',
      provable: true,
      mayRevealRefusal: true,
    },
  };
  former: FormerContact = { former: 'sealed old mailbox', notices: [oldOneTold] };
  /** What the next changes meet; then they are made. */
  readonly meets: ContactChangeOutcome[] = [];

  activities(): Omit<ContactChangeEffects & ContactChangeMessages, 'setFlowPassword'> {
    return {
      ...this.codes(),
      checkContact: this.act('checkContact', () => this.contact),
      formerContact: this.act('formerContact', () => this.former),
      changeContact: this.act(
        'changeContact',
        (): ContactChangeOutcome => this.meets.shift() ?? { outcome: 'changed' },
      ),
    };
  }
}
