import type { FlowView } from './contracts/flow';
import type { TelcoManagerInvitationInput } from './contracts/telcoManagerInvitation';
import { runFlow } from './steps/runFlow';
import { Invitation } from './telcoManagerInvitation/invitation';

/**
 * A User Admin invites a Telco Manager: whoever opens the mailbox activates the profile and creates its first password; the
 * User Admin never can (rules 15, 18 and 26 of the FAQ).
 */
export function telcoManagerInvitation(input: TelcoManagerInvitationInput): Promise<FlowView> {
  const invitation = new Invitation(input);
  return runFlow(invitation, () => invite(invitation));
}

async function invite(invitation: Invitation): Promise<void> {
  if (!(await invitation.reserveProfile())) return;
  const ending = await invitation.activateFromTheMailbox();
  if (ending === 'passwordSet') await invitation.tellOfTheProfile();
  else await invitation.end(ending === 'expired' ? 'EXPIRED' : 'CANCELLED');
}
