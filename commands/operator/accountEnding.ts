import { Command } from 'commander';
import type { Keyring } from '../../src/config/keys';
import type { Account } from '../../src/database/accounts';
import { normaliseUsername } from '../../src/identifiers/accountName';
import { maskedAccountName } from '../../src/identifiers/typedText';
import { normaliseVatNumber } from '../../src/identifiers/vatNumber';
import { keyedDigest } from '../../src/security/digests';
import { AccountDeletions } from '../../src/temporal/accountDeletions';
import { createWorkflowClient } from '../../src/temporal/connection';
import { Flows } from '../../src/temporal/flows';
import type { Actor } from '../../workflows/contracts/actor';
import {
  atTheDesk,
  DeskFailure,
  type DeskSurroundings,
  exitCodes,
  operatorOption,
  type Outcome,
} from './desk';

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
function endAccountAtTheDesk(planOf: (surroundings: DeskSurroundings) => Promise<EndingPlan>): Promise<void> {
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

/** Masked to be read in the trail, keyed to be searched for. @throws DeskFailure */
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

interface DeletionOptions {
  readonly vat: string;
  readonly username: string;
  readonly operator: string;
}

/** `delete-telco-manager`: while a company has no User Admin, the support desk deletes its Telco Managers. */
export function deleteTelcoManagerCommand(): Command {
  return new Command('delete-telco-manager')
    .description('Ends the account of a Telco Manager, invited or active; the manager is told.')
    .requiredOption('--vat <number>', 'VAT number of the company')
    .requiredOption('--username <username>', 'of the Telco Manager, upper and lower case as they are')
    .addOption(operatorOption())
    .action((options: DeletionOptions) =>
      endAccountAtTheDesk((surroundings) => deletionOf(surroundings, options)),
    );
}

/** Of this company alone: the manager of another one is not found. */
export async function deletionOf(
  { database }: Pick<DeskSurroundings, 'database'>,
  { vat, username, operator }: DeletionOptions,
): Promise<EndingPlan> {
  const wanted = { vatNumber: vatNumberOf(vat), username: normaliseUsername(username) ?? username };
  return {
    operator,
    account: await database.telcoManagers.findOne(wanted).lean(),
    ifThereIsNone: 'The company has no Telco Manager of this username: nothing was changed.',
    onceItEnded: 'The Telco Manager is deleted and told.',
  };
}

interface RevocationOptions {
  readonly vat: string;
  readonly operator: string;
}

/** `revoke-user-admin`: a company's User Admin left, and the company asks the support desk for room for another one. */
export function revokeUserAdminCommand(): Command {
  return new Command('revoke-user-admin')
    .description(
      "Ends the account of a company's User Admin, so that another one can be registered. The legal representative is told; Telco Managers stay.",
    )
    .requiredOption('--vat <number>', 'VAT number of the company')
    .addOption(operatorOption())
    .action((options: RevocationOptions) =>
      endAccountAtTheDesk((surroundings) => revocationOf(surroundings, options)),
    );
}

/** A reservation is no User Admin yet: the next registration takes it over. */
export async function revocationOf(
  { database }: Pick<DeskSurroundings, 'database'>,
  { vat, operator }: RevocationOptions,
): Promise<EndingPlan> {
  return {
    operator,
    account: await database.userAdmins.findOne({ vatNumber: vatNumberOf(vat), status: 'active' }).lean(),
    ifThereIsNone: 'The company has no active User Admin: nothing was changed.',
    onceItEnded:
      'The User Admin is revoked: the legal representative and the User Admin are told, and another one can be registered.',
  };
}
