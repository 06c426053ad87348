import type { Config } from '../config/config';
import type { Secrets } from '../config/secrets';
import type { Database } from '../database/database';
import { CrmClient } from './crmClient';
import { crmCompanies, crmRecords } from './crmRecords';
import type { CompanyRecords, CustomerRecords } from './customerRecords';
import { eligibleOffersOf, importedCompanies, importedRecords } from './importedRecords';

/**
 * The customer records that the settings name. With a CRM, the list of eligible offers still is the imported one.
 *
 * @throws Error with a sentence that says what to set, in a process without the workers' keys.
 */
export function createCustomerRecords(
  settings: Config['records'],
  { crmToken, workerKeys }: Pick<Secrets, 'crmToken' | 'workerKeys'>,
  database: Database,
): CustomerRecords {
  if (!workerKeys)
    throw new Error('WORKER_KEYS must be set: PUKs are compared under them, and by workers alone.');
  if (settings.source === 'imported') return importedRecords(database, workerKeys);
  return crmRecords({ baseUrl: settings.baseUrl, token: crmToken }, workerKeys, () =>
    eligibleOffersOf(database),
  );
}

/** Companies and lines of those records, for a process without the workers' keys: it has no use for a PUK. */
export function createCompanyRecords(
  settings: Config['records'],
  { crmToken }: Pick<Secrets, 'crmToken'>,
  database: Database,
): CompanyRecords {
  if (settings.source === 'imported') return importedCompanies(database);
  return crmCompanies(new CrmClient({ baseUrl: settings.baseUrl, token: crmToken }));
}
