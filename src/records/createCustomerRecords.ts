import type { Config } from '../config/config';
import type { Secrets } from '../config/secrets';
import type { Database } from '../database/database';
import { crmRecords } from './crmRecords';
import type { CustomerRecords } from './customerRecords';
import { eligibleOffersOf, importedRecords } from './importedRecords';

/** The customer records that the settings name. With a CRM, the list of eligible offers still is the imported one. */
export function createCustomerRecords(
  settings: Config['records'],
  secrets: Pick<Secrets, 'crmToken'>,
  database: Database,
): CustomerRecords {
  if (settings.source === 'imported') return importedRecords(database);
  return crmRecords({ baseUrl: settings.baseUrl, token: secrets.crmToken }, () => eligibleOffersOf(database));
}
