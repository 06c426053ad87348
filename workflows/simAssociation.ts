import type { FlowView } from './contracts/flow';
import type { SimAssociationInput } from './contracts/simAssociation';
import { Association } from './simAssociation/association';
import { runFlow } from './steps/runFlow';

/**
 * A signed-in employee adds a second line to the account, proved as the first one was: by a code in an SMS, or, for a data-only
 * SIM, by its PUK and a code to the account's mailbox (rule 39 of the FAQ).
 */
export async function simAssociation(input: SimAssociationInput): Promise<FlowView> {
  const association = new Association(input);
  return runFlow(association.run, async () => {
    const line = await association.checkLine();
    if (!line) return;
    const ending = await association.proveLine(line);
    if (ending === 'proven') await association.tellOwners();
    else association.run.endUnproven(ending);
  });
}
