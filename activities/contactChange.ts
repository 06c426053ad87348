import type { UpdateQuery } from 'mongoose';
import type { Account } from '../src/database/accounts';
import { byOwner, type AuditTrail } from '../src/database/auditTrail';
import type { CodeEffects, CodeRoute } from '../workflows/contracts/codes';
import type {
  ContactChangeEffects,
  ContactChangeOutcome,
  ContactVerdict,
  FormerContact,
} from '../workflows/contracts/contactChange';
import { workflowIdOf, type RefusalCode } from '../workflows/contracts/flow';
import type { Notice } from '../workflows/contracts/notices';
import { accountOfOwner, ofOwner, updateOfKind } from './accounts';
import { takeMessage } from './codes';
import { contacts } from './contacts';
import { heldLines, type LineDependencies } from './lines';
import { openAddress, prefixOf, sealedAddress } from './messages';

type OwnEffects = Omit<ContactChangeEffects, keyof CodeEffects>;

/** The activities of the flow beside those that all flows with a code share. */
export function createContactChangeActivities(dependencies: ContactDependencies): OwnEffects {
  return {
    checkContact: (request) => checkContact(dependencies, request),
    formerContact: (request) => formerContact(dependencies, request),
    changeContact: (request) => changeContact(dependencies, request),
  };
}

type CheckRequest = Parameters<ContactChangeEffects['checkContact']>[0];

/** Whose mailbox or number it is, nobody asks: an account is not found by it, and its reader gets a code that says what it is for. */
async function checkContact(dependencies: LineDependencies, request: CheckRequest): Promise<ContactVerdict> {
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

type FormerRequest = Parameters<ContactChangeEffects['formerContact']>[0];

/** Looked up before it is replaced: afterwards nobody knows the old one. */
async function formerContact(
  dependencies: LineDependencies,
  { owner, contact }: FormerRequest,
): Promise<FormerContact> {
  const { database, serviceKeys } = dependencies;
  const account = await accountOfOwner(database, owner);
  if (!account) return { notices: [] };
  const { address: former } = contacts[contact.channel].contactOf(account);
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
  const { username, email, locale } = account;
  const words = { wording: 'contactChanged', locale } as const;
  const { address: contact } = contacts[channel];
  const numbers = account.kind === 'employee' ? await heldLines(dependencies, account) : [account.mobile];
  const notices: Notice[] = numbers.map((number) => ({ ...words, channel: 'sms', address: seal(number) }));
  if (email !== undefined)
    notices.push({ ...words, channel: 'mail', address: seal(email), contact, name: seal(username) });
  return notices;
}

export interface ContactDependencies extends LineDependencies {
  readonly auditTrail: AuditTrail;
}

type ChangeRequest = Parameters<ContactChangeEffects['changeContact']>[0];

/**
 * One write, on the condition that the contact is the one that was looked up and no later proof was there. A recovery that
 * the old contact proved sets no password after it. Repeated after a success that was not heard of, it answers as the first time.
 */
async function changeContact(
  dependencies: ContactDependencies,
  request: ChangeRequest,
): Promise<ContactChangeOutcome> {
  const { database, serviceKeys } = dependencies;
  const { owner, contact, now } = request;
  const { kinds, address, provenAt, contactOf, onceProven } = contacts[contact.channel];
  const former = request.former === undefined ? null : openAddress(serviceKeys, request.former);
  const proven = { [address]: openAddress(serviceKeys, contact.address), [provenAt]: new Date(now) };
  await forgetStaleReplacements(dependencies, owner.accountId, now);
  const isWritten = await updateOfKind(database, kinds, () => ({
    filter: { ...ofOwner(owner), [address]: former, [provenAt]: { $not: { $gte: new Date(now) } } },
    update: {
      $set: { ...proven, ...onceProven },
      $unset: { passwordOpenTo: 1 },
      ...replacement(dependencies, request),
    },
  }));
  const account = await database.accounts.findById(owner.accountId).lean();
  const latestProof = account ? contactOf(account).provenAt : undefined;
  if (account && (isWritten || (latestProof?.getTime() ?? 0) >= now)) {
    await audit(dependencies, account, request);
    return { outcome: 'changed' };
  }
  const isOwners = account?.status === 'active' && (account.sessionEpoch ?? 0) === owner.sessionEpoch;
  return isOwners ? { outcome: 'otherFormer' } : { outcome: 'refused', refusal: { code: 'ACCOUNT_CHANGED' } };
}

/** What the account keeps of the former contact, which is told of a recovery by the new one. */
function replacement(
  { serviceKeys }: ContactDependencies,
  { flowId, contact, former, now }: ChangeRequest,
): UpdateQuery<Account> {
  if (former === undefined || openAddress(serviceKeys, former) === openAddress(serviceKeys, contact.address))
    return {};
  const kept = { flowId, contact: contacts[contact.channel].address, at: new Date(now), former };
  return { $push: { contactReplacements: kept } };
}

/** What is pulled is a condition, and no whole document that could be validated. */
async function forgetStaleReplacements(
  { database, figures }: ContactDependencies,
  accountId: string,
  now: number,
): Promise<void> {
  const staleSince = new Date(now - figures.contactChangeNoticeMs);
  const stale = { at: { $lt: staleSince }, recoveredAt: { $not: { $gte: staleSince } } };
  await database.accounts.updateOne(
    { _id: accountId, contactReplacements: { $elemMatch: stale } },
    { $pull: { contactReplacements: stale } },
    { runValidators: false },
  );
}

async function audit(
  { auditTrail }: ContactDependencies,
  account: Account,
  { flowId, contact, addressKey, supportReference, now }: ChangeRequest,
): Promise<void> {
  await auditTrail.record({
    event: 'contactChanged',
    id: workflowIdOf('contactChange', flowId),
    at: now,
    ...byOwner(account),
    detail: contacts[contact.channel].address,
    addressKey,
    reference: supportReference,
  });
}
