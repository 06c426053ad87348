import type { Settings } from '../../src/config/config';
import type { Database } from '../../src/database/database';
import { Problem } from '../../src/errors/problem';
import { createCompanyRecords } from '../../src/records/createCustomerRecords';
import { RecordsUnavailable } from '../../src/records/customerRecords';
import { createWorkflowClient } from '../../src/temporal/connection';
import { Flows } from '../../src/temporal/flows';
import { LineReleases } from '../../src/temporal/lineReleases';
import { UserAdminReviews } from '../../src/temporal/userAdminReviews';
import { reportOf, reviewRecords, TooManyEnds } from './reviewRecords';

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
