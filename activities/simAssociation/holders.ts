import type { Notice } from '../../workflows/contracts/notices';
import type { LineHolders, SimAssociationEffects } from '../../workflows/contracts/simAssociation';
import { openAddress, sealedAddress } from '../messages';
import { heldLines } from '../lines/heldLines';
import { holdersIn, type HoldingAccount } from '../lines/holders';
import type { LineDependencies } from '../lines/lineCheck';

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
