import { Command } from 'commander';
import { openDatabase } from '../src/database/database';
import { requireServerFeatures } from '../src/database/serverFeatures';
import { setUpDatabase } from '../src/database/setup';
import { loadSettings, type Settings } from '../src/config/config';
import { setUpNamespace, type NamespaceSetup } from '../src/temporal/namespaceSetup';

/** Prepares what the service finds in place: the namespace with search attributes and schedule, collections, indexes, stored data. */
async function migrate(): Promise<void> {
  try {
    const settings = loadSettings();
    process.stdout.write(`${sentenceOf(settings, await setUpNamespace(settings))}\n`);
    const migrated = await migrateDatabase(settings);
    process.stdout.write('The collections and their indexes are in place.\n');
    if (migrated.length > 0) process.stdout.write(`Migrated: ${migrated.join(', ')}.\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The set-up failed.'}\n`);
    process.exitCode = 1;
  }
}

function sentenceOf({ config }: Settings, { madeNamespace, added }: NamespaceSetup): string {
  const { namespace } = config.temporal;
  const made = madeNamespace ? 'was made' : 'was there';
  const more =
    added.length > 0 ? `: ${added.join(', ')} added` : ', with its search attributes and its schedule';
  return `The namespace ${namespace} ${made}${more}.`;
}

async function migrateDatabase({ config }: Settings): Promise<string[]> {
  const database = await openDatabase(config.mongodbUri);
  try {
    await requireServerFeatures(database.connection);
    return await setUpDatabase(database);
  } finally {
    await database.connection.close();
  }
}

void new Command('migrate')
  .description(
    'Prepares Temporal and the database for this version; run it before the version starts, as often as you like.',
  )
  .action(migrate)
  .parseAsync();
