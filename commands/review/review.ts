import { setTimeout as delay } from 'node:timers/promises';
import type { Keyring } from '../../src/config/keys';
import type { Database } from '../../src/database/database';
import { type CompanyRecords } from '../../src/records/customerRecords';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import type { LineReleases } from '../../src/temporal/lineReleases';
import type { UserAdminReviews } from '../../src/temporal/userAdminReviews';

export interface ReviewDependencies {
  readonly database: Pick<Database, 'accounts' | 'userAdmins' | 'lineAssociations'>;
  readonly records: Pick<CompanyRecords, 'contractsOf' | 'linesNamed'>;
  readonly lineReleases: Pick<LineReleases, 'launch'>;
  readonly userAdminReviews: Pick<UserAdminReviews, 'launch'>;
  readonly serviceKeys: Keyring;
}

const launchedAtOnce = 20;
const mostQuestions = 5;
const retryMs = 500;

/** A few at once, so that a long list is no flood. */
export async function launchAll<Item>(
  items: readonly Item[],
  launch: (item: Item) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < items.length; first += launchedAtOnce)
    await Promise.all(items.slice(first, first + launchedAtOnce).map(launch));
}

/** Records of a CRM may fail to answer one of many thousand questions. @throws RecordsUnavailable after some tries */
export async function askedPatiently<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof RecordsUnavailable) || tries === mostQuestions) throw error;
      await delay(tries * retryMs);
    }
  }
}
