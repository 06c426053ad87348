import { type FlowView, superseded, type Activation } from '../../../workflows/contracts/flow';
import type { TelcoManagerInvitationInput } from '../../../workflows/contracts/telcoManagerInvitation';
import { FlowDriver } from '../../support/flowDriver';
import { underSkippedTime, type Surroundings } from '../../support/skippedTime';
import { FakeWorld } from './fakeWorld';

const second = 1_000;

const figures: TelcoManagerInvitationInput['figures'] = {
  linkLifeMs: 72 * 3_600 * second,
  passwordWindowMs: 30 * 60 * second,
  resendCooldownsMs: [30 * second, 60 * second, 120 * second],
  resendsPerFlow: 3,
};

/** Drives one invitation as the edge does. */
export class InvitationDriver extends FlowDriver {
  async activated(): Promise<Activation> {
    await this.start();
    return this.activate();
  }

  activate(updateId?: string): Promise<Activation> {
    return this.step('activate', {}, updateId);
  }

  resend(updateId?: string): Promise<FlowView> {
    return this.step('resendLink', {}, updateId);
  }

  supersede(): Promise<void> {
    return this.handle.signal(superseded);
  }

  protected input(): TelcoManagerInvitationInput {
    return {
      flowId: this.flowId,
      managerId: this.flowId,
      invitation: 'sealed',
      actor: { role: 'userAdmin', accountId: 'admin', name: '••••sto' },
      subject: 'Telco Manager ••••sto',
      addressKey: 'digest',
      locale: 'it',
      supportReference: '0000000000',
      figures,
    };
  }
}

export function invitationDriver(surroundings: Surroundings): InvitationDriver {
  return new InvitationDriver('telcoManagerInvitation', surroundings);
}

/** The stage of a suite about this flow. */
export function invitationsUnderSkippedTime() {
  return underSkippedTime(() => new FakeWorld(), invitationDriver);
}
