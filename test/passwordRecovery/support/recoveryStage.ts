import type { CodeRoute } from '../../../workflows/contracts/codes';
import type {
  AccountVerdict,
  PasswordRecoveryEffects,
  PasswordRecoveryInput,
  PasswordRecoveryMessages,
} from '../../../workflows/contracts/passwordRecovery';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import { FakeCodes } from '../../support/fakeCodes';
import { underSkippedTime, type Surroundings } from '../../support/skippedTime';

/** A code by SMS to the line of an employee. */
export const smsRoute: CodeRoute = {
  apparentChannel: 'sms',
  recipient: { channel: 'sms', address: 'sealed line', wording: 'recoveryCode' },
  messageKey: 'username key',
  provable: true,
  mayRevealRefusal: false,
};

/** What is found for an unknown user. */
export const decoyRoute: CodeRoute = {
  apparentChannel: 'sms',
  messageKey: 'username key',
  provable: false,
  mayRevealRefusal: false,
};

export const found = {
  outcome: 'admitted',
  finding: 'found',
  route: smsRoute,
  accountId: 'account',
} as const satisfies AccountVerdict;

/** Stands for database and channels of a password's recovery. */
export class FakeWorld extends FakeCodes {
  account: AccountVerdict = found;
  accountIsThere = true;

  activities(): PasswordRecoveryEffects & PasswordRecoveryMessages {
    return {
      ...this.codes(),
      findAccount: this.act('findAccount', () => this.account),
      openPassword: this.act('openPassword', () => this.accountIsThere),
    };
  }
}

/** Drives one recovery as the edge does. */
export class RecoveryDriver extends CodeDriver {
  protected input(): PasswordRecoveryInput {
    return {
      flowId: this.flowId,
      username: 'sealed username',
      usernameKey: 'username key',
      apparentChannel: 'sms',
      subject: 'username •••••••••0001',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
      figures: { ...codeFigures, passwordWindowMs: 30 * 60_000 },
    };
  }
}

export function recoveryDriver(surroundings: Surroundings): RecoveryDriver {
  return new RecoveryDriver('passwordRecovery', surroundings);
}

/** The stage of a suite about this flow. */
export function recoveriesUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), recoveryDriver);
}
