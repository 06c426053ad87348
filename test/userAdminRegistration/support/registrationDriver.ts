import { type FlowView, superseded, type Activation } from '../../../workflows/contracts/flow';
import type { UserAdminRegistrationInput } from '../../../workflows/contracts/userAdminRegistration';
import { FlowDriver } from '../../support/flowDriver';
import type { Surroundings } from '../../support/skippedTime';

const second = 1_000;

export const figures: UserAdminRegistrationInput['figures'] = {
  matchAnswerMs: 2 * second,
  linkLifeMs: 72 * 3_600 * second,
  passwordWindowMs: 30 * 60 * second,
  resendCooldownsMs: [30 * second, 60 * second, 120 * second],
  resendsPerFlow: 3,
};

/** Drives one registration as the edge does. */
export class RegistrationDriver extends FlowDriver {
  another(): RegistrationDriver {
    return this.join(registrationDriver(this.surroundings));
  }

  async activated(): Promise<Activation> {
    await this.start();
    return this.activate();
  }

  activate(updateId?: string): Promise<Activation> {
    return this.step('activate', {}, updateId);
  }

  resend(): Promise<FlowView> {
    return this.step('resendLink', {});
  }

  supersede(): Promise<void> {
    return this.handle.signal(superseded);
  }

  protected input(): UserAdminRegistrationInput {
    const digest = 'digest';
    return {
      flowId: this.flowId,
      application: 'sealed',
      subject: 'VAT number •••••••0000',
      representative: {
        firstName: digest,
        lastName: digest,
        birthDate: digest,
        taxCode: digest,
        email: digest,
        mobile: digest,
      },
      locale: 'it',
      supportReference: '0000000000',
      addressKey: digest,
      figures,
    };
  }
}

export function registrationDriver(surroundings: Surroundings): RegistrationDriver {
  return new RegistrationDriver('userAdminRegistration', surroundings);
}
