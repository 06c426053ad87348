import { mailboxKeyOf } from '../../src/security/subjectKeys';
import type { RefusalCode } from '../../workflows/contracts/flow';
import type { LineVerdict } from '../../workflows/contracts/lines';
import type { SimAssociationEffects } from '../../workflows/contracts/simAssociation';
import { accountOfOwner } from '../accountOwner';
import { openAddress, sealedAddress } from '../messages';
import { inspectLine, type LineDependencies } from '../lines/lineCheck';

type CheckRequest = Parameters<SimAssociationEffects['checkSecondLine']>[0];

const linesOfAccount = 2;

/**
 * Refuses at once what the owner knows of the own account. Of the line nothing is told: one of another company looks like any
 * other, since an employee has one employer.
 */
export async function checkSecondLine(
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
