import type { Keyring } from '../../src/config/keys';
import type { Account } from '../../src/database/accounts';
import { normaliseVatNumber } from '../../src/identifiers/vatNumber';
import { keyedDigest } from '../../src/security/digests';
import { AccountDeletions } from '../../src/temporal/accountDeletions';
import { createWorkflowClient } from '../../src/temporal/connection';
import { Flows } from '../../src/temporal/flows';
import type { Actor } from '../../workflows/contracts/actor';
import { maskedAccountName } from '../../workflows/domain/masking';
import { atTheDesk, DeskFailure, exitCodes, type DeskSurroundings, type Outcome } from './desk';

/** The account that is to end, and what is said of it. */
export interface EndingPlan {
  /** Who runs the command. */
  readonly operator: string;
  readonly account: Account | null;
  readonly ifThereIsNone: string;
  readonly onceItEnded: string;
}

/**
 * @param text as it was typed
 * @returns 11 digits
 * @throws DeskFailure where it is no VAT number
 */
export function vatNumberOf(text: string): string {
  const vatNumber = normaliseVatNumber(text);
  if (vatNumber === undefined)
    throw new DeskFailure('--vat is no Italian VAT number: eleven digits, the last one checks.');
  return vatNumber;
}

/** Ends an account by the same flow as every other end of one: audited, and told to every channel. */
export async function endAccount(
  deletions: AccountDeletions,
  serviceKeys: Keyring,
  { operator, account, ifThereIsNone, onceItEnded }: EndingPlan,
): Promise<Outcome> {
  const actor = operatorNamed(serviceKeys, operator);
  if (!account) return { exitCode: exitCodes.nothing, sentence: ifThereIsNone };
  const { locale } = account;
  const { status, supportReference } = await deletions.begin({
    account,
    reason: 'bySupportDesk',
    actor,
    locale,
  });
  if (status === 'COMPLETED')
    return { exitCode: exitCodes.done, sentence: `${onceItEnded} Reference ${supportReference}.` };
  return {
    exitCode: exitCodes.underWay,
    sentence: `It is under way and goes on by itself (reference ${supportReference}): run the same command again to see whether it is done.`,
  };
}

/** Carries such a plan out, with a connection to Temporal for as long as it takes. */
export function endAccountAtTheDesk(
  planOf: (surroundings: DeskSurroundings) => Promise<EndingPlan>,
): Promise<void> {
  return atTheDesk(async (surroundings) => {
    const { config, secrets } = surroundings.settings;
    const { serviceKeys } = secrets;
    const plan = await planOf(surroundings);
    const { client, close } = createWorkflowClient(surroundings.settings);
    try {
      const flows = new Flows(client, config);
      return await endAccount(new AccountDeletions(flows, serviceKeys), serviceKeys, plan);
    } finally {
      await close();
    }
  });
}

/** Masked for whoever reads the trail, keyed for whoever asks whether it was a certain one. @throws DeskFailure */
export function operatorNamed(serviceKeys: Keyring, operator: string): Actor {
  const name = operator.trim();
  if (name.length < 4)
    throw new DeskFailure('--operator is too short for a name: give at least four characters.');
  return {
    role: 'supportDesk',
    accountId: keyedDigest(serviceKeys, 'account name', name.toLowerCase()),
    name: maskedAccountName(name),
  };
}
