import type { EmployeeRegistrationInput } from '../../../workflows/contracts/employeeRegistration';
import type { FlowView } from '../../../workflows/contracts/flow';
import type { SimKind } from '../../../workflows/contracts/lines';
import { CodeDriver, codeFigures } from '../../support/codeDriver';
import type { Surroundings } from '../../support/skippedTime';

export const figures: EmployeeRegistrationInput['figures'] = {
  ...codeFigures,
  passwordWindowMs: 30 * 60_000,
};

/** Drives one employee's registration as the edge does. */
export class EmployeeDriver extends CodeDriver {
  simKind: SimKind = 'voice';

  another(): EmployeeDriver {
    return this.join(employeeDriver(this.surroundings));
  }

  startDataOnly(): Promise<FlowView> {
    this.simKind = 'data-only';
    return this.start();
  }

  puk(updateId?: string): Promise<FlowView> {
    return this.step('submitPuk', { sealed: 'sealed' }, updateId);
  }

  pukWithIccid(): Promise<FlowView> {
    return this.step('submitPuk', { sealed: 'sealed', hasIccid: true });
  }

  protected input(): EmployeeRegistrationInput {
    return {
      flowId: this.flowId,
      application: {
        line: 'sealed line',
        lineKey: 'line key',
        mailbox: 'sealed mailbox',
        mailboxKey: 'mailbox key',
        simKind: this.simKind,
      },
      subject: 'line •••••••••0001',
      addressKey: 'address key',
      locale: 'it',
      supportReference: '0000000000',
      figures,
    };
  }
}

export function employeeDriver(surroundings: Surroundings): EmployeeDriver {
  return new EmployeeDriver('employeeRegistration', surroundings);
}
