import { Command } from 'commander';
import { AuditTrail } from '../../src/database/auditTrail';
import { normaliseUsername } from '../../src/identifiers/accountName';
import { operatorNamed } from './accountEnding';
import { atTheDesk, exitCodes, operatorOption, type DeskSurroundings, type Outcome } from './desk';

interface Options {
  readonly username: string;
  readonly operator: string;
}

/** `thaw-contacts`: the support desk found out whose the contacts of an account are. */
export function thawContactsCommand(): Command {
  return new Command('thaw-contacts')
    .description(
      'Lets the contacts of an account recover its password again, after a former contact undid a recovery.',
    )
    .requiredOption('--username <username>', 'upper and lower case as they are; of an employee, the line')
    .addOption(operatorOption())
    .action((options: Options) =>
      atTheDesk((surroundings) => thawContacts(surroundings, options, Date.now())),
    );
}

/** The links that former contacts got end with it; the password stays away until a recovery. */
export async function thawContacts(
  { database, settings }: DeskSurroundings,
  { username, operator }: Options,
  now: number,
): Promise<Outcome> {
  const { config, secrets } = settings;
  const trail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  const actor = operatorNamed(secrets.serviceKeys, operator);
  const wanted = { username: normaliseUsername(username) ?? username, frozenContacts: { $exists: true } };
  const thawed = await database.connection.transaction(async (session) => {
    const account = await database.accounts.findOne(wanted).session(session).lean();
    if (!account) return false;
    const { _id, username: subjectName, vatNumber, sessionEpoch } = account;
    const thaw = { $unset: { frozenContacts: 1, contactReplacements: 1 } } as const;
    await database.accounts.updateOne({ _id }, thaw, { session });
    const told = { at: now, actor, subjectName, vatNumber, detail: 'bySupportDesk' };
    await trail.record({ ...told, event: 'contactsThawed', id: `${_id}/${sessionEpoch}` }, session);
    return true;
  });
  return thawed
    ? {
        exitCode: exitCodes.done,
        sentence: 'The contacts recover the password again: it was taken away, and has to be set anew.',
      }
    : {
        exitCode: exitCodes.nothing,
        sentence: 'No account of this username has frozen contacts: nothing was changed.',
      };
}
