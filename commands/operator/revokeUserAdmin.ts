import { Command } from 'commander';
import { endAccountAtTheDesk, vatNumberOf, type EndingPlan } from './accountEnding';
import { operatorOption, type DeskSurroundings } from './desk';

interface Options {
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
    .action((options: Options) => endAccountAtTheDesk((surroundings) => revocationOf(surroundings, options)));
}

/** A reservation is no User Admin yet: the next registration takes it over. */
export async function revocationOf(
  { database }: Pick<DeskSurroundings, 'database'>,
  { vat, operator }: Options,
): Promise<EndingPlan> {
  const wanted = { kind: 'userAdmin', vatNumber: vatNumberOf(vat), status: 'active' } as const;
  return {
    operator,
    account: await database.accounts.findOne(wanted).lean(),
    ifThereIsNone: 'The company has no active User Admin: nothing was changed.',
    onceItEnded:
      'The User Admin is revoked: the legal representative and the User Admin are told, and another one can be registered.',
  };
}
