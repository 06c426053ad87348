import type { OperatorService } from '@temporalio/client';
import type { Database } from '../database/database';
import { requireDatabaseSetup, SetupMissing } from '../database/setup';
import { missingAttributes } from './namespaceSetup';

/** What `npm run migrate` prepares. */
export interface PreparedParts {
  readonly database: Database;
  readonly operatorService: OperatorService;
  readonly namespace: string;
}

/** @throws SetupMissing, OtherIndex where database and namespace are not ready for this version */
export async function requireSetup({ database, operatorService, namespace }: PreparedParts): Promise<void> {
  await requireDatabaseSetup(database);
  const missing = await missingAttributes(operatorService, namespace);
  if (missing.length === 0) return;
  throw new SetupMissing(
    `The namespace ${namespace}`,
    missing.map(({ name }) => name),
  );
}
