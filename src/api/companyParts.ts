import type { Settings } from '../config/config';
import { AuditTrail } from '../database/auditTrail';
import type { Database } from '../database/database';
import type { Endpoint } from '../http/endpoint';
import { createCompanyRecords } from '../records/createCustomerRecords';
import { companyEndpoints } from '../routes/company';
import { companyAuditEndpoint } from '../routes/company/audit';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { lineReleaseEndpoints } from '../routes/lineRelease';
import type { Flows } from '../temporal/flows';
import { LineReleases } from '../temporal/lineReleases';

export interface CompanyPartsDependencies {
  readonly settings: Settings;
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly flows: Flows;
}

/** The calls of a company's administrators, and of releasing lines. */
export function createCompanyParts({
  settings,
  database,
  databaseDeadline,
  flows,
}: CompanyPartsDependencies): readonly Endpoint[] {
  const { config, secrets } = settings;
  const records = createCompanyRecords(config.records, secrets, database);
  const lineReleases = new LineReleases(flows, secrets.serviceKeys);
  const auditTrail = new AuditTrail(database.auditEvents, secrets.serviceKeys, config.figures);
  return [
    ...companyEndpoints({ database, databaseDeadline, records }),
    companyAuditEndpoint({ auditTrail, databaseDeadline }),
    ...lineReleaseEndpoints({ database, databaseDeadline, lineReleases }),
  ];
}
