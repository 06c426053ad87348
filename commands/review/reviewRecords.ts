import type { Settings } from '../../src/config/config';
import type { Database } from '../../src/database/database';
import { Problem } from '../../src/errors/problem';
import { createCompanyRecords } from '../../src/records/createCustomerRecords';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import { createWorkflowClient } from '../../src/temporal/connection';
import { Flows } from '../../src/temporal/flows';
import { LineReleases } from '../../src/temporal/lineReleases';
import { UserAdminReviews } from '../../src/temporal/userAdminReviews';
import { type LineFindings, releaseLines, reviewLines } from './lineReview';
import type { ReviewDependencies } from './review';
import { reviewUserAdmins, type UserAdminFindings } from './userAdminReview';

export interface Review {
  readonly lines: LineFindings;
  readonly userAdmins: UserAdminFindings;
}

/** So many lines may end at once without a question, whatever their part of all. */
const fewLines = 20;
const largestPart = 0.05;

/** The records would end more lines than they ever do: an extract may be the wrong one. */
export class TooManyEnds extends Error {
  override readonly name = 'TooManyEnds';
}

/**
 * What a change of the records means for accounts: a line that ceased, moved to another company or was activated anew is released,
 * and the User Admin of a company with a new legal representative is flagged. Each is a flow of its own, and finds itself started
 * when it comes again: a review that broke off is done by the next one.
 *
 * @param anyNumber whether to release lines however many they are
 * @throws TooManyEnds before anything is done, where the records end more than a twentieth of all lines, and more than 20
 */
export async function reviewRecords(dependencies: ReviewDependencies, anyNumber: boolean): Promise<Review> {
  if (!anyNumber) refuseTooMany(await reviewLines(dependencies, () => Promise.resolve()));
  const lines = await reviewLines(dependencies, releaseLines(dependencies));
  const userAdmins = await reviewUserAdmins(dependencies);
  return { lines, userAdmins };
}

function refuseTooMany({ looked, ends }: LineFindings): void {
  const ended = numberOf(ends);
  if (ended <= Math.max(fewLines, looked * largestPart)) return;
  throw new TooManyEnds(
    `The records would release ${ended} of ${looked} lines from their accounts: nothing was done. If they are right, run npm run operator -- review-records --any-number.`,
  );
}

/** One line of report. */
export function reportOf({ lines: { looked, ends }, userAdmins }: Review): string {
  const { ceased, moved, activatedAnew } = ends;
  const released = `${numberOf(ends)} released (${ceased} ceased, ${moved} moved, ${activatedAnew} activated anew)`;
  return `Accounts reviewed: of ${looked} lines ${released}; of ${userAdmins.looked} User Admins ${userAdmins.flagged} flagged for a new legal representative.`;
}

function numberOf(ends: LineFindings['ends']): number {
  return ends.ceased + ends.moved + ends.activatedAnew;
}

/** A review broke off; the message is one sentence with the remedy. */
export class ReviewFailure extends Error {
  override readonly name = 'ReviewFailure';
}

const again = 'Run npm run operator -- review-records: it goes through all of them.';

/**
 * Reviews accounts by the records that the settings name. Temporal is reached only where there is something to start.
 *
 * @returns one line of report
 * @throws ReviewFailure
 */
export async function runReview(
  { config, secrets }: Settings,
  database: Database,
  anyNumber: boolean,
): Promise<string> {
  const { serviceKeys } = secrets;
  const { client, close } = createWorkflowClient({ config, secrets });
  const flows = new Flows(client, config);
  try {
    const review = await reviewRecords(
      {
        database,
        records: createCompanyRecords(config.records, secrets, database),
        lineReleases: new LineReleases(flows, serviceKeys),
        userAdminReviews: new UserAdminReviews(flows, serviceKeys),
        serviceKeys,
      },
      anyNumber,
    );
    return reportOf(review);
  } catch (cause) {
    throw new ReviewFailure(sentenceOf(cause), { cause });
  } finally {
    await close();
  }
}

/** What an unexpected error says may quote data: its kind is enough. */
function sentenceOf(error: unknown): string {
  if (error instanceof TooManyEnds) return error.message;
  if (error instanceof RecordsUnavailable)
    return `The accounts were not reviewed to the end: the records do not answer. ${again}`;
  if (error instanceof Problem)
    return `The accounts were not reviewed to the end: Temporal does not answer, check TEMPORAL_ADDRESS and the server. ${again}`;
  const kind = error instanceof Error ? error.name : 'unknown error';
  return `The accounts were not reviewed to the end (${kind}). ${again}`;
}
