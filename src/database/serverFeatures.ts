import { randomUUID } from 'node:crypto';
import type { ClientSession, Collection, Connection } from 'mongoose';
import { duplicateKey, isDatabaseFailure } from './failures';

interface Probed {
  _id: number;
  kind?: string;
  value?: number;
  doubled?: number;
  endsAt?: Date;
}

interface Probe {
  readonly connection: Connection;
  readonly collection: Collection<Probed>;
}

/** What the promises of the service stand on, each with how to see that a server does it. */
const features: Readonly<Record<string, (probe: Probe) => Promise<boolean>>> = {
  'partial unique indexes': hasPartialUniqueIndexes,
  'updates by pipeline': updatesByPipeline,
  'transactions that leave nothing when they end': abortsTransactions,
  'transactions that tell of a conflict': tellsConflicts,
};

/** The server takes commands and does not do what the service needs of them. */
class ServerFeatureMissing extends Error {
  override readonly name = 'ServerFeatureMissing';

  constructor(missing: readonly string[]) {
    super(`MONGODB_URI names a server without ${missing.join(', ')}: take another one.`);
  }
}

/**
 * Tries in a collection of its own, which it drops, what the service needs of the server.
 *
 * @throws ServerFeatureMissing
 */
export async function requireServerFeatures(connection: Connection): Promise<void> {
  const collection = connection.collection<Probed>(`probe-${randomUUID()}`);
  const missing: string[] = [];
  try {
    await collection.createIndexes([
      { key: { value: 1 }, name: 'one_value', unique: true, partialFilterExpression: { kind: 'unique' } },
      { key: { endsAt: 1 }, name: 'ends', expireAfterSeconds: 0 },
    ]);
    for (const [name, isThere] of Object.entries(features))
      if (!(await isThere({ connection, collection }))) missing.push(name);
  } finally {
    await collection.drop();
  }
  if (missing.length > 0) throw new ServerFeatureMissing(missing);
}

async function hasPartialUniqueIndexes({ collection }: Probe): Promise<boolean> {
  await collection.insertMany([
    { _id: 1, kind: 'free', value: 1 },
    { _id: 2, kind: 'free', value: 1 },
    { _id: 3, kind: 'unique', value: 1 },
  ]);
  try {
    await collection.insertOne({ _id: 4, kind: 'unique', value: 1 });
    return false;
  } catch (error) {
    return duplicateKey(error) !== undefined;
  }
}

async function updatesByPipeline({ collection }: Probe): Promise<boolean> {
  const double = [{ $set: { doubled: { $add: ['$value', '$value'] } } }];
  await collection.updateOne({ _id: 1 }, double);
  return (await collection.findOne({ _id: 1 }))?.doubled === 2;
}

async function abortsTransactions(probe: Probe): Promise<boolean> {
  await inTransaction(probe, (session) => probe.collection.insertOne({ _id: 5 }, { session }));
  return (await probe.collection.findOne({ _id: 5 })) === null;
}

/** Two that write the same document at the same time: one of them has to be told to come again. */
async function tellsConflicts(probe: Probe): Promise<boolean> {
  const write = (session: ClientSession) =>
    probe.collection.updateOne({ _id: 1 }, { $set: { value: 2 } }, { session, maxTimeMS: 5_000 });
  let told: unknown;
  await inTransaction(probe, async (first) => {
    await write(first);
    await inTransaction(probe, write).catch((error: unknown) => (told = error));
  });
  return isDatabaseFailure(told);
}

/** Does some work in a transaction, which it aborts. */
async function inTransaction(
  { connection }: Probe,
  work: (session: ClientSession) => Promise<unknown>,
): Promise<void> {
  const session = await connection.startSession();
  try {
    session.startTransaction();
    await work(session);
    await session.abortTransaction();
  } finally {
    await session.endSession();
  }
}
