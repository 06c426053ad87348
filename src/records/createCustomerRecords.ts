import type { Config } from '../config/config';
import type { Secrets } from '../config/secrets';
import type { Database } from '../database/database';
import { CrmClient } from './crmClient';
import { crmLines } from './crmLines';
import { crmRecords } from './crmRecords';
import type { CustomerRecords, LineRecords } from './customerRecords';
import { eligibleOffersOf, importedLines, importedRecords } from './importedRecords';

/**
 * The customer records that the settings name. With a CRM, the list of eligible offers still is the imported one.
 *
 * @throws Error with a sentence that says what to set, in a process without the workers' keys.
 */
export function createCustomerRecords(
  settings: Config['records'],
  { crmToken, serviceKeys, workerKeys }: Pick<Secrets, 'crmToken' | 'serviceKeys' | 'workerKeys'>,
  database: Database,
): CustomerRecords {
  if (!workerKeys)
    throw new Error('WORKER_KEYS must be set: PUKs are compared under them, and by workers alone.');
  if (settings.source === 'imported') return importedRecords(database, workerKeys);
  return crmRecords({ baseUrl: settings.baseUrl, token: crmToken }, { serviceKeys, workerKeys }, () =>
    eligibleOffersOf(database),
  );
}

/** The lines of those records, for a process without the workers' keys: it has no use for a PUK. */
export function createLineRecords(
  settings: Config['records'],
  { crmToken }: Pick<Secrets, 'crmToken'>,
  database: Database,
): LineRecords {
  if (settings.source === 'imported') return importedLines(database);
  return crmLines(new CrmClient({ baseUrl: settings.baseUrl, token: crmToken }));
}
