import { isDeepStrictEqual } from 'node:util';
import { mongo, type Connection, type Model } from 'mongoose';

/** An index over many documents takes longer than any other operation may. The driver heeds this, though its types lack it. */
const untilBuilt: object = { socketTimeoutMS: 0 };
const namespaceNotFound = 26;

interface Index {
  readonly name: string;
  readonly key: Readonly<Record<string, number>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: object;
  readonly expireAfterSeconds?: number;
  readonly collation?: object;
}

/** What a database lacks of this version's collections and indexes, each as `collection.index`. */
interface IndexFindings {
  readonly missing: readonly string[];
  /** Those of our names that are defined in another way. */
  readonly others: readonly string[];
}

/** Makes the collections and their indexes where they are missing. Unique indexes are what holds the service's promises. */
export async function makeIndexes(connection: Connection): Promise<void> {
  for (const model of collectionsOf(connection)) {
    await model.createCollection();
    const indexes: unknown = indexesOf(model);
    if (indexesOf(model).length > 0)
      await model.collection.createIndexes(indexes as mongo.IndexDescription[], untilBuilt);
  }
}

/** Compares the database with what {@link makeIndexes} makes; indexes of other names are not looked at. */
export async function findIndexes(connection: Connection): Promise<IndexFindings> {
  const found = await Promise.all(collectionsOf(connection).map(findingsOf));
  return {
    missing: found.flatMap(({ missing }) => missing),
    others: found.flatMap(({ others }) => others),
  };
}

async function findingsOf(model: Model<unknown>): Promise<IndexFindings> {
  const { collectionName } = model.collection;
  const there = await indexesThere(model);
  if (!there) return { missing: [collectionName], others: [] };
  const named = indexesOf(model).map((index) => ({
    place: `${collectionName}.${index.name}`,
    index,
    found: there.find(({ name }) => name === index.name),
  }));
  const missing = named.filter(({ found }) => !found);
  const others = named.filter(
    ({ index, found }) => found && !isDeepStrictEqual(essenceOf(index), essenceOf(found)),
  );
  return { missing: missing.map(({ place }) => place), others: others.map(({ place }) => place) };
}

/** @returns undefined where the collection itself is missing */
async function indexesThere({ collection }: Model<unknown>): Promise<readonly Index[] | undefined> {
  try {
    const indexes: unknown = await collection.indexes();
    return indexes as readonly Index[];
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === namespaceNotFound) return undefined;
    throw error;
  }
}

/** A kind of account has no collection of its own. */
function collectionsOf({ models }: Connection): readonly Model<unknown>[] {
  return Object.values(models).filter(({ baseModelName }) => baseModelName === undefined);
}

/** As the driver takes them. */
function indexesOf({ schema }: Model<unknown>): readonly Index[] {
  const indexes: unknown = schema.indexes().map(([key, options]) => ({ key, ...options }));
  return indexes as readonly Index[];
}

/** What makes an index the one that it is. */
function essenceOf(index: Index): object {
  const { key, unique, sparse, partialFilterExpression, expireAfterSeconds, collation } = index;
  return {
    fields: Object.entries(key),
    unique: unique ?? false,
    sparse: sparse ?? false,
    partialFilterExpression,
    expireAfterSeconds,
    collation,
  };
}
