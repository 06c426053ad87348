import type { ContactChangeInput } from '../../../workflows/contracts/contactChange';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import type { Surroundings } from '../../support/skippedTime';

/** Drives one change of a mailbox as the edge does. */
export class ContactDriver extends CodeDriver {
  protected input(): ContactChangeInput {
    return {
      flowId: this.flowId,
      owner: { accountId: 'account', sessionEpoch: 2 },
      contact: { channel: 'mail', address: 'sealed new mailbox', key: 'mailbox key' },
      subject: 'an e-mail address',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
      figures: codeFigures,
    };
  }
}

export function contactDriver(surroundings: Surroundings): ContactDriver {
  return new ContactDriver('contactChange', surroundings);
}
