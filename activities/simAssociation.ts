import { mailboxKeyOf } from '../src/security/digests';
import type { CodeEffects } from '../workflows/contracts/codes';
import type { RefusalCode } from '../workflows/contracts/flow';
import type { LineVerdict } from '../workflows/contracts/lines';
import type { Notice } from '../workflows/contracts/notices';
import type { PukEffects } from '../workflows/contracts/puk';
import type { LineHolders, SimAssociationEffects } from '../workflows/contracts/simAssociation';
import { accountOfOwner } from './accounts';
import { heldLines, holdersIn, type HoldingAccount, inspectLine, type LineDependencies } from './lines';
import { openAddress, sealedAddress } from './messages';
import { associateLine, type AssociationDependencies } from './simAssociation/association';

type OwnEffects = Omit<SimAssociationEffects, keyof CodeEffects | keyof PukEffects>;

/** The activities of the flow beside those that it shares with others. */
export function createSimAssociationActivities(dependencies: AssociationDependencies): OwnEffects {
  return {
    checkSecondLine: (request) => checkSecondLine(dependencies, request),
    holdersOfLine: (request) => holdersOfLine(dependencies, request),
    associateLine: (request) => associateLine(dependencies, request),
  };
}

type CheckRequest = Parameters<SimAssociationEffects['checkSecondLine']>[0];

const linesOfAccount = 2;

/**
 * Refuses at once what the owner knows of the own account. Of the line nothing is told: one of another company looks like any
 * other, since an employee has one employer.
 */
async function checkSecondLine(
  dependencies: LineDependencies,
  { flowId, owner, claim, addressKey, now }: CheckRequest,
): Promise<LineVerdict> {
  const { database, serviceKeys } = dependencies;
  const [account, associations] = await Promise.all([
    accountOfOwner(database, owner),
    database.lineAssociations.find({ accountId: owner.accountId }).lean(),
  ]);
  const msisdn = openAddress(serviceKeys, claim.line);
  const ownLines = associations.map(({ _id }) => _id);
  if (account?.email === undefined) return refused('ACCOUNT_CHANGED');
  if (ownLines.includes(msisdn)) return refused('LINE_ALREADY_ASSOCIATED');
  if (ownLines.length >= linesOfAccount) return refused('TWO_LINES_ALREADY');
  return inspectLine(dependencies, {
    flow: { flowId, purpose: 'simAssociation', addressKey },
    claim,
    mailbox: {
      address: sealedAddress(serviceKeys, account.email),
      key: mailboxKeyOf(serviceKeys, account.email),
    },
    vatNumber: account.vatNumber,
    wordings: { free: 'simCode', registered: 'simTakeoverCode' },
    now,
  });
}

function refused(code: RefusalCode): LineVerdict {
  return { outcome: 'refused', refusal: { code } };
}

/** Looked up before the line is taken from them: of a closed account nothing is left to tell anybody by. */
async function holdersOfLine(
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
