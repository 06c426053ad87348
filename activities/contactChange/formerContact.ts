import type { Account } from '../../src/database/accounts';
import type { ContactChangeEffects, FormerContact } from '../../workflows/contracts/contactChange';
import type { Notice } from '../../workflows/contracts/notices';
import { contacts } from '../contacts';
import { accountOfOwner } from '../accountOwner';
import { openAddress, sealedAddress } from '../messages';
import { heldLines } from '../lines/heldLines';
import type { LineDependencies } from '../lines/lineCheck';

type FormerRequest = Parameters<ContactChangeEffects['formerContact']>[0];

/** Looked up before it is replaced: afterwards nobody knows the old one. */
export async function formerContact(
  dependencies: LineDependencies,
  { owner, contact }: FormerRequest,
): Promise<FormerContact> {
  const { database, serviceKeys } = dependencies;
  const account = await accountOfOwner(database, owner);
  if (!account) return { notices: [] };
  const former = account[contacts[contact.channel].address];
  const isSame = former === openAddress(serviceKeys, contact.address);
  return {
    ...(former !== undefined && { former: sealedAddress(serviceKeys, former) }),
    notices: isSame ? [] : await noticesTo(dependencies, account, contact.channel),
  };
}

/** The mailbox and the number that the account has so far: one of the two is the old contact. */
async function noticesTo(
  dependencies: LineDependencies,
  account: Account,
  channel: FormerRequest['contact']['channel'],
): Promise<Notice[]> {
  const seal = (text: string) => sealedAddress(dependencies.serviceKeys, text);
  const { kind, username, email, mobile, locale } = account;
  const words = { wording: 'contactChanged', locale } as const;
  const { address: contact } = contacts[channel];
  const numbers = kind === 'employee' ? await heldLines(dependencies, account) : [mobile ?? []].flat();
  const notices: Notice[] = numbers.map((number) => ({ ...words, channel: 'sms', address: seal(number) }));
  if (email !== undefined)
    notices.push({ ...words, channel: 'mail', address: seal(email), contact, name: seal(username) });
  return notices;
}
