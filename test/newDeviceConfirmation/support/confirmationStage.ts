import type { CodeRoute } from '../../../workflows/contracts/codes';
import type { FlowView } from '../../../workflows/contracts/flow';
import type {
  NewDeviceConfirmationEffects,
  NewDeviceConfirmationInput,
  NewDeviceConfirmationMessages,
} from '../../../workflows/contracts/newDeviceConfirmation';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import { codeOfIssue, FakeCodes, lineRoutes } from '../../support/fakeCodes';
import { underSkippedTime, type Surroundings } from '../../support/skippedTime';

/** A code by SMS to the line of an employee; and what is found after a wrong password, or for an unknown name. */
export const { smsRoute, decoyRoute } = lineRoutes('signInCode');

/** Stands for database and channels of a sign-in with a code. */
export class FakeWorld extends FakeCodes {
  route: CodeRoute = smsRoute;
  isConfirmed = true;

  activities(): NewDeviceConfirmationEffects & NewDeviceConfirmationMessages {
    return {
      ...this.codes(),
      findContact: this.act('findContact', () => this.route),
      noteConfirmedSignIn: this.act('noteConfirmedSignIn', () => this.isConfirmed),
    };
  }
}

/** Drives one sign-in as the edge does. */
export class ConfirmationDriver extends CodeDriver {
  override submit(issue: number, updateId?: string): Promise<FlowView> {
    return this.step('confirmSignIn', { digest: codeOfIssue(issue) }, updateId);
  }

  protected input(): NewDeviceConfirmationInput {
    return {
      flowId: this.flowId,
      username: 'sealed username',
      usernameKey: 'username key',
      account: 'sealed account',
      apparentChannel: 'sms',
      subject: '•••••••••0001',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
      figures: codeFigures,
    };
  }
}

export function confirmationDriver(surroundings: Surroundings): ConfirmationDriver {
  return new ConfirmationDriver('newDeviceConfirmation', surroundings);
}

/** The stage of a suite about this flow. */
export function confirmationsUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), confirmationDriver);
}
