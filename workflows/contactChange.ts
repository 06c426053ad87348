import { ChangeOfContact } from './contactChange/changeOfContact';
import type { ContactChangeInput } from './contracts/contactChange';
import type { FlowView } from './contracts/flow';
import { runFlow } from './steps/runFlow';

/** A signed-in person gives the account another e-mail address or mobile: a code to the new one, a notice to the old one. */
export async function contactChange(input: ContactChangeInput): Promise<FlowView> {
  const change = new ChangeOfContact(input);
  return runFlow(change.run, async () => {
    const contact = await change.checkContact();
    if (!contact) return;
    const ending = await change.proveContact(contact);
    if (ending === 'proven') await change.tellOwner();
    else change.run.endUnproven(ending);
  });
}
