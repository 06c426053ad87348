import { existsSync } from 'node:fs';
import { dataFolderAt } from './dataFolder';
import { databaseUri } from './databaseServer';
import { developmentKeys } from './developmentKeys';
import { embeddedEnvSchema, readEnvFile } from './settings';

/**
 * Preloaded (`node --require`) before commands that people run by hand. Reads `.env`; keys, database and Temporal that it
 * does not name are those of this machine's `npm start`.
 */
function completeEnvironment(env: NodeJS.ProcessEnv): void {
  readEnvFile();
  const { SELFCARE_DATA_DIR, EMBEDDED_MONGODB_PORT, EMBEDDED_TEMPORAL_PORT } = embeddedEnvSchema.parse(env);
  const { keysFile } = dataFolderAt(SELFCARE_DATA_DIR);
  if (env['SERVICE_KEYS'] || env['NODE_ENV'] === 'production' || !existsSync(keysFile)) return;
  Object.assign(env, developmentKeys(keysFile));
  env['MONGODB_URI'] ??= databaseUri(EMBEDDED_MONGODB_PORT);
  env['TEMPORAL_ADDRESS'] ??= `127.0.0.1:${EMBEDDED_TEMPORAL_PORT}`;
}

completeEnvironment(process.env);
