import type { CodeRoute } from '../../workflows/contracts/codes';
import type { ContactChangeEffects, ContactVerdict } from '../../workflows/contracts/contactChange';
import type { RefusalCode } from '../../workflows/contracts/flow';
import { accountOfOwner } from '../accountOwner';
import { contacts } from '../contacts';
import { takeMessage } from '../codes';
import { openAddress, prefixOf } from '../messages';
import type { LineDependencies } from '../lines/lineCheck';

type CheckRequest = Parameters<ContactChangeEffects['checkContact']>[0];

/** Whose mailbox or number it is, nobody asks: an account is not found by it, and its reader gets a code that says what it is for. */
export async function checkContact(
  dependencies: LineDependencies,
  request: CheckRequest,
): Promise<ContactVerdict> {
  const { database, serviceKeys } = dependencies;
  const { flowId, owner, contact, addressKey, now } = request;
  const account = await accountOfOwner(database, owner);
  if (!account) return refused('ACCOUNT_CHANGED');
  const address = openAddress(serviceKeys, contact.address);
  // One that received no code yet may be given again: that is how its owner has it verified.
  if (contacts[contact.channel].provenAddressOf(account) === address) return refused('CONTACT_UNCHANGED');
  const route: CodeRoute = {
    apparentChannel: contact.channel,
    recipient: { channel: contact.channel, address: contact.address, wording: 'contactCode' },
    messageKey: contact.key,
    ...prefixOf(serviceKeys, contact.channel, address),
    provable: true,
    mayRevealRefusal: true,
  };
  const flow = { flowId, purpose: 'contactChange', addressKey } as const;
  const refusal = await takeMessage(dependencies, { flow, route, request: 1, now });
  return refusal ? { outcome: 'refused', refusal } : { outcome: 'admitted', route };
}

function refused(code: RefusalCode): ContactVerdict {
  return { outcome: 'refused', refusal: { code } };
}
