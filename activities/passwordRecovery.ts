import type { Keyring } from '../src/config/keys';
import type { Account, ContactReplacement } from '../src/database/accounts';
import { hasLine } from '../src/records/customerRecords';
import { deviceOwnerOf, KnownDevices, type DeviceOwner } from '../src/security/knownDevices';
import { channelFacts, type MessageChannel } from '../workflows/contracts/channels';
import type { CodeEffects, CodeRoute, CodeWording, Recipient } from '../workflows/contracts/codes';
import type {
  AccountFinding,
  AccountVerdict,
  PasswordRecoveryEffects,
} from '../workflows/contracts/passwordRecovery';
import type { PasswordEffects } from '../workflows/contracts/passwords';
import { updateOfKind } from './accounts';
import { takeMessage } from './codes';
import { contacts } from './contacts';
import type { LineDependencies } from './lines';
import { openAddress, prefixKeyOf, recipientOf } from './messages';

type OwnEffects = Omit<PasswordRecoveryEffects, keyof CodeEffects | keyof PasswordEffects>;

/** The activities of the flow beside those that all flows with a code share. */
export function createPasswordRecoveryActivities(dependencies: SearchDependencies): OwnEffects {
  return {
    findAccount: (request) => findAccount(dependencies, request),
    openPassword: (request) => openPassword(dependencies, request),
  };
}

/**
 * The latest proof has the password: a flow that it was open to before loses it. A mailbox or mobile that was replaced since
 * the code went out opens nothing: it may have been replaced because somebody else reads it.
 */
async function openPassword(
  dependencies: SearchDependencies,
  request: Parameters<OwnEffects['openPassword']>[0],
): Promise<boolean> {
  const { database, serviceKeys } = dependencies;
  const { accountId, workflowId } = request;
  const address = openAddress(serviceKeys, request.address);
  const account = await database.accounts.findById(accountId).lean();
  const contact = account?.email === address ? 'email' : 'mobile';
  if (account?.contactReplacements) await noteRecovery(dependencies, contact, request);
  const numberOf = { employee: 'username', userAdmin: 'mobile' } as const;
  return updateOfKind(database, ['employee', 'userAdmin'], (kind) => ({
    filter: {
      _id: accountId,
      status: 'active',
      $or: [{ [numberOf[kind]]: address }, { email: address }],
      frozenContacts: { $ne: contact },
    },
    update: { $set: { passwordOpenTo: workflowId } },
  }));
}

/** The former contacts of a fresh change are told once the recovery has set a password. */
async function noteRecovery(
  { database, figures }: SearchDependencies,
  contact: ContactReplacement['contact'],
  { accountId, workflowId, now }: Parameters<OwnEffects['openPassword']>[0],
): Promise<void> {
  const fresh = {
    'change.contact': contact,
    'change.at': { $gte: new Date(now - figures.contactChangeNoticeMs) },
  };
  const recovery = {
    'contactReplacements.$[change].recoveredBy': workflowId,
    'contactReplacements.$[change].recoveredAt': new Date(now),
  };
  await database.accounts.updateOne({ _id: accountId }, { $set: recovery }, { arrayFilters: [fresh] });
}

export type SearchDependencies = LineDependencies;

type FindRequest = Parameters<PasswordRecoveryEffects['findAccount']>[0];

/** Whom the search found, and where its code may go. */
interface Found {
  readonly finding: AccountFinding;
  readonly recipient?: Recipient;
  readonly accountId?: string;
  /** Whose devices know the account. */
  readonly owner?: DeviceOwner;
}

const unknown: Found = { finding: 'unknown' };

/** Asks accounts, records and limits the same for every name of its kind: a line's, or an alphanumeric one. */
export async function findAccount(
  dependencies: SearchDependencies,
  request: FindRequest,
): Promise<AccountVerdict> {
  const { serviceKeys } = dependencies;
  const { flowId, usernameKey, apparentChannel, addressKey, now } = request;
  const name = openAddress(serviceKeys, request.username);
  const isLine = name.startsWith('+');
  const found = isLine
    ? employeeOf(dependencies, name)
    : administratorOf(dependencies, name, apparentChannel);
  const byDevice = await recognised(dependencies, request, found);
  const taken = { apparentChannel, messageKey: usernameKey, ...byDevice };
  const [{ finding, recipient, accountId }, refusal] = await Promise.all([
    found,
    takeMessage(dependencies, {
      flow: { flowId, purpose: 'recovery', addressKey },
      route: taken,
      request: 1,
      now,
    }),
  ]);
  if (refusal) return { outcome: 'refused', refusal };
  const route: CodeRoute = {
    ...taken,
    ...(recipient && { recipient }),
    ...(isLine && { prefixKey: prefixKeyOf(serviceKeys, name) }),
    provable: accountId !== undefined,
    mayRevealRefusal: false,
  };
  return { outcome: 'admitted', finding, route, ...(accountId !== undefined && { accountId }) };
}

/** Whether the device that asks knew the account's password: of one that brings no token nobody waits for the search. */
async function recognised(
  { serviceKeys, figures }: SearchDependencies,
  { deviceToken, now }: FindRequest,
  found: Promise<Found>,
): Promise<Pick<CodeRoute, 'byKnownDevice'>> {
  if (deviceToken === undefined) return {};
  const { owner } = await found;
  const knownDevices = new KnownDevices(serviceKeys, figures.knownDeviceLifeMs);
  const device = knownDevices.recognise(openAddress(serviceKeys, deviceToken), owner, now);
  return device === undefined ? {} : { byKnownDevice: true };
}

/** An employee recovers by what the registration went by: the line, or the mailbox that got its code (rule 24 of the FAQ). */
async function employeeOf(
  { database, records, serviceKeys }: SearchDependencies,
  msisdn: string,
): Promise<Found> {
  const [account, association, line] = await Promise.all([
    database.accounts.findOne({ username: msisdn }).lean(),
    database.lineAssociations.findById(msisdn).lean(),
    records.lineOf(msisdn),
  ]);
  if (!account || !hasLine(account, association, line)) return unknown;
  return foundOn(serviceKeys, account, account.channel);
}

/** A User Admin may choose the channel; a Telco Manager is told to ask the User Admin (rules 25 and 26 of the FAQ). */
async function administratorOf(
  { database, serviceKeys }: SearchDependencies,
  username: string,
  apparentChannel: MessageChannel,
): Promise<Found> {
  const account = await database.accounts.findOne({ username }).lean();
  if (account?.status !== 'active') return unknown;
  if (account.kind === 'userAdmin') return foundOn(serviceKeys, account, apparentChannel);
  if (account.kind !== 'telcoManager') return unknown;
  const recipient = ownerOn(serviceKeys, account, 'mail', 'askUserAdmin');
  return recipient ? { finding: 'managerAsksUserAdmin', recipient } : { finding: 'noVerifiedChannel' };
}

function foundOn(serviceKeys: Keyring, account: Account, channel: MessageChannel): Found {
  const contact = contacts[channelFacts[channel].contact].address;
  const owner = deviceOwnerOf(account);
  if (account.frozenContacts?.includes(contact)) return { finding: 'contactFrozen', owner };
  const recipient = ownerOn(serviceKeys, account, channel, 'recoveryCode');
  return recipient
    ? { finding: 'found', accountId: account._id, recipient, owner }
    : { finding: 'noVerifiedChannel', owner };
}

/** The owner of an account, written to in the account's language; undefined where the channel reaches nothing that was proved. */
function ownerOn(
  serviceKeys: Keyring,
  account: Account,
  channel: MessageChannel,
  wording: CodeWording,
): Recipient | undefined {
  const address = contacts[channelFacts[channel].contact].provenAddressOf(account);
  if (!address) return undefined;
  return { ...recipientOf(serviceKeys, channel, address, wording), locale: account.locale };
}
