import type { Settings } from '../config/config';
import { AuditTrail } from '../database/auditTrail';
import type { Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { createCompanyRecords } from '../records/createCustomerRecords';
import { companyEndpoints } from '../routes/company';
import { companyAuditEndpoint } from '../routes/company/audit';

export interface CompanyPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
}

/** What the administrators of a company see of it. */
export function createCompanyParts({ settings, database }: CompanyPartsDependencies): readonly Endpoint[] {
  const { config, secrets } = settings;
  const records = createCompanyRecords(config.records, secrets, database);
  const auditTrail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  return [...companyEndpoints({ database, records }), companyAuditEndpoint(auditTrail)];
}
