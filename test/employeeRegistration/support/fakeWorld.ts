import type { CodeRoute } from '../../../workflows/contracts/codes';
import type {
  EmployeeAccountCreation,
  EmployeeRegistrationEffects,
  EmployeeRegistrationMessages,
} from '../../../workflows/contracts/employeeRegistration';
import type { LineVerdict } from '../../../workflows/contracts/lines';
import type { Notice } from '../../../workflows/contracts/notices';
import type { PukVerdict } from '../../../workflows/contracts/puk';
import { FakeCodes } from '../../support/fakeCodes';

/** A code by SMS to a line that may be registered. */
const smsRoute: CodeRoute = {
  apparentChannel: 'sms',
  recipient: { channel: 'sms', address: 'sealed line', wording: 'registrationCode' },
  messageKey: 'line key',
  provable: true,
  mayRevealRefusal: false,
};

/** A code by mail, after the PUK. */
export const mailRoute: CodeRoute = {
  apparentChannel: 'mail',
  recipient: { channel: 'mail', address: 'sealed mailbox', wording: 'registrationCode' },
  messageKey: 'mailbox key',
  provable: true,
  mayRevealRefusal: true,
};

/** What a line that nobody may register looks like. */
export const decoyRoute: CodeRoute = {
  apparentChannel: 'sms',
  messageKey: 'line key',
  provable: false,
  mayRevealRefusal: false,
};

/** To the mailbox of an account that was closed for its line's new owner. */
export const formerOwnerTold: Notice = {
  wording: 'accountClosed',
  channel: 'mail',
  address: 'sealed former',
  line: 'sealed line',
};

/** Stands for database, records and channels of an employee's registration. */
export class FakeWorld extends FakeCodes {
  line: LineVerdict = { outcome: 'admitted', finding: 'free', route: smsRoute };
  puk: PukVerdict = { outcome: 'right' };
  creation: EmployeeAccountCreation = { outcome: 'created', notices: [] };

  activities(): EmployeeRegistrationEffects & EmployeeRegistrationMessages {
    return {
      ...this.codes(),
      checkLine: this.act('checkLine', () => this.line),
      verifyPuk: this.act('verifyPuk', () => this.puk),
      createEmployeeAccount: this.act('createEmployeeAccount', () => this.creation),
    };
  }
}
