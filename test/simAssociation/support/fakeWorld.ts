import type { CodeRoute } from '../../../workflows/contracts/codes';
import type { LineVerdict } from '../../../workflows/contracts/lines';
import type { Notice } from '../../../workflows/contracts/notices';
import type { PukVerdict } from '../../../workflows/contracts/puk';
import type {
  LineAssociationOutcome,
  LineHolders,
  SimAssociationEffects,
  SimAssociationMessages,
} from '../../../workflows/contracts/simAssociation';
import { FakeCodes } from '../../support/fakeCodes';

/** A code by SMS to a line that may be added. */
const smsRoute: CodeRoute = {
  apparentChannel: 'sms',
  recipient: { channel: 'sms', address: 'sealed line', wording: 'simCode' },
  messageKey: 'line key',
  provable: true,
  mayRevealRefusal: false,
};

/** A code to the account's mailbox, after the PUK. */
export const mailRoute: CodeRoute = {
  apparentChannel: 'mail',
  recipient: { channel: 'mail', address: 'sealed mailbox', wording: 'simCode' },
  messageKey: 'mailbox key',
  provable: true,
  mayRevealRefusal: true,
};

/** What a line that nobody may add looks like. */
export const decoyRoute: CodeRoute = {
  apparentChannel: 'sms',
  messageKey: 'line key',
  provable: false,
  mayRevealRefusal: false,
};

export const ownerTold: Notice = { wording: 'lineAssociated', channel: 'sms', address: 'sealed first line' };
export const holderTold: Notice = {
  wording: 'accountClosed',
  channel: 'mail',
  address: 'sealed former',
  line: 'sealed line',
};
export const holder = { accountId: 'former', closes: true };

/** Stands for database, records and channels of an association. */
export class FakeWorld extends FakeCodes {
  line: LineVerdict = { outcome: 'admitted', finding: 'free', route: smsRoute };
  pukVerdict: PukVerdict = { outcome: 'right' };
  holders: LineHolders = { holders: [], notices: [] };
  /** What the next associations meet; then they are made. */
  readonly meets: LineAssociationOutcome[] = [];

  activities(): Omit<SimAssociationEffects & SimAssociationMessages, 'setFlowPassword'> {
    return {
      ...this.codes(),
      checkSecondLine: this.act('checkSecondLine', () => this.line),
      verifyPuk: this.act('verifyPuk', () => this.pukVerdict),
      holdersOfLine: this.act('holdersOfLine', () => this.holders),
      associateLine: this.act(
        'associateLine',
        (): LineAssociationOutcome => this.meets.shift() ?? { outcome: 'associated', notices: [ownerTold] },
      ),
    };
  }
}
