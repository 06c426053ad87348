import type { CodeRoute } from '../../../workflows/contracts/codes';
import { superseded } from '../../../workflows/contracts/flow';
import type {
  NumberVerdict,
  OneTimePasswordEffects,
  OneTimePasswordInput,
  OneTimePasswordMessages,
} from '../../../workflows/contracts/oneTimePassword';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import { FakeCodes } from '../../support/fakeCodes';
import { underSkippedTime, type Surroundings } from '../../support/skippedTime';

const route: CodeRoute = {
  apparentChannel: 'sms',
  recipient: {
    channel: 'sms',
    address: 'sealed number',
    wording: 'clientTemplate',
    template: 'sealed words',
  },
  messageKey: 'number key',
  provable: true,
  mayRevealRefusal: false,
};

/** Stands for database and channels of a number's verification. */
export class FakeWorld extends FakeCodes {
  number: NumberVerdict = { outcome: 'admitted', route };

  /** The flow that the next verification of the number voids. */
  voids(formerWorkflowId: string): void {
    this.number = { outcome: 'admitted', route, formerWorkflowId };
  }

  activities(): OneTimePasswordEffects & OneTimePasswordMessages {
    return { ...this.codes(), admitNumber: this.act('admitNumber', () => this.number) };
  }
}

/** Drives one verification as the edge does. */
export class VerificationDriver extends CodeDriver {
  another(): VerificationDriver {
    return this.join(verificationDriver(this.surroundings));
  }

  supersede(): Promise<void> {
    return this.handle.signal(superseded);
  }

  protected input(): OneTimePasswordInput {
    return {
      flowId: this.flowId,
      number: 'sealed number',
      numberKey: 'number key',
      template: 'sealed words',
      clientKey: 'client key',
      subject: 'number •••••••••0001',
      locale: 'it',
      supportReference: '0000000000',
      figures: codeFigures,
    };
  }
}

export function verificationDriver(surroundings: Surroundings): VerificationDriver {
  return new VerificationDriver('oneTimePassword', surroundings);
}

/** The stage of a suite about this flow. */
export function verificationsUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), verificationDriver);
}
