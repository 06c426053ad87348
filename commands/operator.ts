import { Command } from 'commander';
import { auditCommand } from './operator/audit';
import { deleteTelcoManagerCommand, revokeUserAdminCommand } from './operator/accountEnding';
import { exitCodes } from './operator/desk';
import { keepUserAdminCommand } from './operator/keepUserAdmin';
import { pukKeyCommand } from './operator/pukKey';
import { reviewRecordsCommand } from './operator/reviewRecords';
import { thawContactsCommand } from './operator/thawContacts';

const subcommands = [
  revokeUserAdminCommand(),
  deleteTelcoManagerCommand(),
  keepUserAdminCommand(),
  thawContactsCommand(),
  reviewRecordsCommand(),
  auditCommand(),
  pukKeyCommand(),
];

const operator = new Command('operator').description(
  'What the support desk does to accounts; docs/support.md tells when.',
);
for (const subcommand of subcommands) operator.addCommand(subcommand);
for (const command of [operator, ...subcommands])
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.failed));
void operator.parseAsync();
