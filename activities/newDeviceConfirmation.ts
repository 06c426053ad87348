import type { Keyring } from '../src/config/keys';
import type { Account } from '../src/database/accounts';
import { sweepMarginMs } from '../src/database/documents';
import type { Database } from '../src/database/database';
import { type CustomerRecords, hasLine } from '../src/records/customerRecords';
import { unconfirmedRule } from '../src/limits/rules';
import type { Step } from '../src/limits/steps';
import { openComparedAccount } from '../src/security/sealing';
import { channelFacts, type MessageChannel } from '../workflows/contracts/channels';
import type { CodeEffects, CodeRoute, Recipient } from '../workflows/contracts/codes';
import type { NewDeviceConfirmationEffects } from '../workflows/contracts/newDeviceConfirmation';
import { accountOfOwner } from './accounts';
import type { LimitDependencies } from './limits';
import { contacts } from './contacts';
import { openAddress, prefixKeyOf, recipientOf } from './messages';

type OwnEffects = Omit<NewDeviceConfirmationEffects, keyof CodeEffects>;

export interface ConfirmationDependencies extends LimitDependencies {
  readonly database: Database;
  readonly records: Pick<CustomerRecords, 'lineOf'>;
  readonly serviceKeys: Keyring;
}

/** The activities of the flow beside those that all flows with a code share. */
export function createNewDeviceConfirmationActivities(dependencies: ConfirmationDependencies): OwnEffects {
  return {
    findContact: (request) => findContact(dependencies, request),
    noteConfirmedSignIn: (request) => noteConfirmedSignIn(dependencies, request),
  };
}

type FindRequest = Parameters<OwnEffects['findContact']>[0];

/** Asks accounts and records the same for every name of its kind. The flow's messages count by themselves: it sends four at most. */
export async function findContact(
  dependencies: ConfirmationDependencies,
  request: FindRequest,
): Promise<CodeRoute> {
  const { serviceKeys } = dependencies;
  const { flowId, apparentChannel } = request;
  const name = openAddress(serviceKeys, request.username);
  const recipient = await recipientFor(dependencies, request, name);
  const isOpen = await hasRoom(dependencies, request);
  const reached = isOpen ? recipient : undefined;
  return {
    apparentChannel,
    ...(reached && { recipient: reached }),
    messageKey: flowId,
    ...(name.startsWith('+') && { prefixKey: prefixKeyOf(serviceKeys, name) }),
    provable: reached !== undefined,
    mayRevealRefusal: false,
  };
}

/** An employee's code goes the way of the registration, as a recovery's; an administrator's to the proven mailbox. */
async function recipientFor(
  { database, records, serviceKeys }: ConfirmationDependencies,
  { account: sealed }: FindRequest,
  name: string,
): Promise<Recipient | undefined> {
  const [account, association, line] = await Promise.all([
    accountOfOwner(database, openComparedAccount(serviceKeys, sealed)),
    database.lineAssociations.findById(name).lean(),
    name.startsWith('+') ? records.lineOf(name) : undefined,
  ]);
  if (!account || (account.kind === 'employee' && !hasLine(account, association, line))) return undefined;
  const channel = channelOf(account);
  const address = contacts[channelFacts[channel].contact].provenAddressOf(account);
  if (!address) return undefined;
  return { ...recipientOf(serviceKeys, channel, address, 'signInCode'), locale: account.locale };
}

function channelOf({ kind, channel }: Account): MessageChannel {
  return kind === 'employee' ? channel : 'mail';
}

/**
 * Only a right password counts on the account, so a stranger cannot spend it. Past it the flow goes on as a decoy: a
 * refusal would tell that the password is right.
 */
async function hasRoom(dependencies: ConfirmationDependencies, request: FindRequest): Promise<boolean> {
  const refused = await dependencies.limits.take(stepOf(dependencies, request));
  return refused === undefined;
}

/** By password: another one is counted for itself. */
function stepOf(
  { figures, serviceKeys }: Pick<ConfirmationDependencies, 'figures' | 'serviceKeys'>,
  { flowId, account, now }: Pick<FindRequest, 'flowId' | 'account' | 'now'>,
): Step {
  const { accountId, sessionEpoch } = openComparedAccount(serviceKeys, account);
  const key = `${accountId}.${sessionEpoch}`;
  const subject = { purpose: 'unconfirmed sign-in', key, rule: unconfirmedRule(figures) } as const;
  return { useId: `${flowId}/code`, about: accountId, subject, sharer: accountId, now };
}

/** A mailbox or mobile that was replaced since the code went out confirms nothing. */
async function noteConfirmedSignIn(
  dependencies: ConfirmationDependencies,
  request: Parameters<OwnEffects['noteConfirmedSignIn']>[0],
): Promise<boolean> {
  const { flowId, account, workflowId, addressKey: askedFrom, address: sealed, now } = request;
  const { database, serviceKeys, limits, figures } = dependencies;
  const owner = openComparedAccount(serviceKeys, account);
  const found = await accountOfOwner(database, owner);
  if (!found || !hasContact(found, openAddress(serviceKeys, sealed))) return false;
  const expiresAt = new Date(now + figures.confirmedSignInLifeMs + sweepMarginMs);
  await database.confirmedSignIns.updateOne(
    { _id: workflowId },
    { $setOnInsert: { accountId: owner.accountId, epoch: owner.sessionEpoch, askedFrom, expiresAt } },
    { upsert: true },
  );
  await limits.giveBack(stepOf(dependencies, { flowId, account, now }));
  return true;
}

function hasContact(account: Account, address: string): boolean {
  const number = account.kind === 'employee' ? account.username : account.mobile;
  return number === address || account.email === address;
}
