import { Command } from 'commander';
import { AuditTrail } from '../../src/database/auditTrail';
import { operatorNamed, vatNumberOf } from './accountEnding';
import { atTheDesk, exitCodes, operatorOption, type DeskSurroundings, type Outcome } from './desk';

interface Options {
  readonly vat: string;
  readonly operator: string;
}

/** `keep-user-admin`: the new legal representative of a company says that its User Admin stays. */
export function keepUserAdminCommand(): Command {
  return new Command('keep-user-admin')
    .description(
      "Ends the review of a company's User Admin, who stays under the new legal representative; nobody is told.",
    )
    .requiredOption('--vat <number>', 'VAT number of the company')
    .addOption(operatorOption())
    .action((options: Options) =>
      atTheDesk((surroundings) => keepUserAdmin(surroundings, options, Date.now())),
    );
}

/** From then on the User Admin counts as registered by that representative: a review marks it for another one alone. */
export async function keepUserAdmin(
  { database, settings }: DeskSurroundings,
  { vat, operator }: Options,
  now: number,
): Promise<Outcome> {
  const { config, secrets } = settings;
  const trail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  const actor = operatorNamed(secrets.serviceKeys, operator);
  const vatNumber = vatNumberOf(vat);
  const wanted = { vatNumber, status: 'active', reviewFor: { $exists: true } } as const;
  const kept = await database.connection.transaction(async (session) => {
    const account = await database.userAdmins.findOne(wanted).session(session).lean();
    if (!account) return false;
    const { _id, username: subjectName, reviewFor, reviewSince } = account;
    const review = { $set: { representativeKey: reviewFor }, $unset: { reviewSince: 1, reviewFor: 1 } };
    await database.userAdmins.updateOne({ _id }, review, { session });
    const id = [_id, reviewFor, reviewSince?.getTime()].join('/');
    const told = { id, at: now, actor, subjectName, vatNumber, detail: 'bySupportDesk' };
    await trail.record({ ...told, event: 'userAdminReviewed' }, session);
    return true;
  });
  return kept
    ? { exitCode: exitCodes.done, sentence: 'The review is over: the User Admin stays.' }
    : {
        exitCode: exitCodes.nothing,
        sentence: 'The company has no User Admin under review: nothing was changed.',
      };
}
