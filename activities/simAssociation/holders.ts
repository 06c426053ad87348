import type { ClientSession } from 'mongoose';
import type { Account } from '../../src/database/accounts';
import type { Database } from '../../src/database/database';
import type { Notice } from '../../workflows/contracts/notices';
import type { LineHolders, SimAssociationEffects } from '../../workflows/contracts/simAssociation';
import { closeAccount } from '../accountDeletion/closing';
import { openAddress, sealedAddress } from '../codes/recipients';
import { heldLines } from '../lines/heldLines';
import type { LineDependencies } from '../lines/lineCheck';

/** An account that loses a line, and whether it ends with it. */
export interface HoldingAccount {
  readonly account: Account;
  readonly closes: boolean;
}

/** Looked up before the line is taken from them: of a closed account nothing is left to tell anybody by. */
export async function holdersOfLine(
  dependencies: LineDependencies,
  { owner, claim }: Parameters<SimAssociationEffects['holdersOfLine']>[0],
): Promise<LineHolders> {
  const { database, serviceKeys } = dependencies;
  const msisdn = openAddress(serviceKeys, claim.line);
  const found = await holdersIn(database, msisdn, owner.accountId);
  const notices = await Promise.all(found.map((holder) => noticesTo(dependencies, holder, msisdn)));
  return {
    holders: found.map(({ account, closes }) => ({ accountId: account._id, closes })),
    notices: notices.flat(),
  };
}

/** The other accounts that the line is associated with or is the username of, in the order of their ids. */
export async function holdersIn(
  { accounts, lineAssociations }: Database,
  msisdn: string,
  exceptAccountId: string,
  session: ClientSession | null = null,
): Promise<HoldingAccount[]> {
  const association = await lineAssociations.findById(msisdn).session(session).lean();
  const ids = association ? [association.accountId] : [];
  const found = await accounts
    .find({ $or: [{ username: msisdn }, { _id: { $in: ids } }] })
    .sort({ _id: 1 })
    .session(session)
    .lean<Account[]>();
  const others: HoldingAccount[] = [];
  for (const account of found.filter(({ _id }) => _id !== exceptAccountId)) {
    const left = lineAssociations.exists({ accountId: account._id, _id: { $ne: msisdn } });
    const closes = account.username === msisdn || !(await left.session(session));
    others.push({ account, closes });
  }
  return others;
}

/** Takes the line from the accounts that have it, and closes those that end with it. */
export async function takeLineFrom(
  database: Database,
  holders: readonly HoldingAccount[],
  msisdn: string,
  session: ClientSession,
): Promise<void> {
  for (const { account, closes } of holders) if (closes) await closeAccount(database, account, session);
  await database.lineAssociations.deleteOne({ _id: msisdn }, { session });
}

async function noticesTo(
  dependencies: LineDependencies,
  { account, closes }: HoldingAccount,
  msisdn: string,
): Promise<Notice[]> {
  const seal = (text: string) => sealedAddress(dependencies.serviceKeys, text);
  const { email, locale } = account;
  const notices: Notice[] = [];
  if (email !== undefined) {
    const wording = closes ? 'accountClosed' : 'lineMoved';
    notices.push({ wording, channel: 'mail', address: seal(email), line: seal(msisdn), locale });
  }
  if (closes) return notices;
  const left = (await heldLines(dependencies, account)).filter((line) => line !== msisdn);
  for (const line of left)
    notices.push({ wording: 'lineMoved', channel: 'sms', address: seal(line), locale });
  return notices;
}
