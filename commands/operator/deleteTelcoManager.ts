import { Command } from 'commander';
import { endAccountAtTheDesk, vatNumberOf, type EndingPlan } from './accountEnding';
import { operatorOption, type DeskSurroundings } from './desk';

interface Options {
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
    .action((options: Options) => endAccountAtTheDesk((surroundings) => deletionOf(surroundings, options)));
}

/** Of this company alone: the manager of another one is not found. */
export async function deletionOf(
  { database }: Pick<DeskSurroundings, 'database'>,
  { vat, username, operator }: Options,
): Promise<EndingPlan> {
  const wanted = { kind: 'telcoManager', vatNumber: vatNumberOf(vat), username } as const;
  return {
    operator,
    account: await database.accounts.findOne(wanted).lean(),
    ifThereIsNone: 'The company has no Telco Manager of this username: nothing was changed.',
    onceItEnded: 'The Telco Manager is deleted and told.',
  };
}
