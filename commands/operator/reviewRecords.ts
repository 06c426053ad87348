import { Command } from 'commander';
import { ReviewFailure, runReview } from '../review/reviewRecords';
import { atTheDesk, DeskFailure, exitCodes } from './desk';

interface Options {
  readonly anyNumber: boolean;
}

/** `review-records`: what follows from the records for accounts; after an import it runs by itself, with a CRM it has to be run. */
export function reviewRecordsCommand(): Command {
  return new Command('review-records')
    .description(
      'Releases lines that ceased, moved to another company or were activated anew from their accounts, and flags the User Admins of companies with a new legal representative.',
    )
    .option('--any-number', 'even where more than a twentieth of all lines would be released', false)
    .action(({ anyNumber }: Options) =>
      atTheDesk(async ({ settings, database }) => {
        try {
          return { exitCode: exitCodes.done, sentence: await runReview(settings, database, anyNumber) };
        } catch (error) {
          throw error instanceof ReviewFailure ? new DeskFailure(error.message, { cause: error }) : error;
        }
      }),
    );
}
