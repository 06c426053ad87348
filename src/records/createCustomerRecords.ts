import type { Config } from '../config/config';
import type { Secrets } from '../config/secrets';
import type { Database } from '../database/database';
import { crmRecords } from './crmRecords';
import type { CustomerRecords } from './customerRecords';
import { eligibleOffersOf, importedRecords } from './importedRecords';

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
