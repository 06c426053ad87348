import type { Settings } from '../config/config';
import type { Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { createCompanyRecords } from '../records/createCustomerRecords';
import { companyEndpoints } from '../routes/company';

export interface CompanyPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
}

/** What the administrators of a company see of it. */
export function createCompanyParts({ settings, database }: CompanyPartsDependencies): readonly Endpoint[] {
  const { config, secrets } = settings;
  const records = createCompanyRecords(config.records, secrets, database);
  return companyEndpoints({ database, records });
}
