import type { LineVerdict } from '../../../workflows/contracts/lines';
import type { Notice } from '../../../workflows/contracts/notices';
import type { PukVerdict } from '../../../workflows/contracts/puk';
import type {
  LineAssociationOutcome,
  LineHolders,
  SimAssociationEffects,
  SimAssociationMessages,
} from '../../../workflows/contracts/simAssociation';
import { FakeCodes, lineRoutes } from '../../support/fakeCodes';

const { smsRoute, ...routes } = lineRoutes('simCode');
export const { mailRoute, decoyRoute } = routes;

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
