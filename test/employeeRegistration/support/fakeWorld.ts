import type {
  EmployeeAccountCreation,
  EmployeeRegistrationEffects,
  EmployeeRegistrationMessages,
} from '../../../workflows/contracts/employeeRegistration';
import type { LineVerdict } from '../../../workflows/contracts/lines';
import type { Notice } from '../../../workflows/contracts/notices';
import type { PukVerdict } from '../../../workflows/contracts/puk';
import { FakeCodes, lineRoutes } from '../../support/fakeCodes';

const { smsRoute, ...routes } = lineRoutes('registrationCode');
export const { mailRoute, decoyRoute } = routes;

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
