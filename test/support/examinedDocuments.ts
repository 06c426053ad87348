import type { mongo } from 'mongoose';
import type { Database } from '../../src/database/database';

interface LookUp {
  readonly collection: string;
  readonly filter: mongo.Document;
}

/**
 * How many documents the database reads for each look-up of `work`, writes included, in their order. A look-up reads what
 * its first condition with an index finds, and the whole collection where none has one. SecantusDB does so, but its `explain`
 * knows it of single conditions alone.
 */
export async function documentsExaminedBy(
  database: Database,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const lookUps = await lookUpsOf(database, work);
  return Promise.all(lookUps.map((lookUp) => documentsExamined(database, lookUp)));
}

async function lookUpsOf(database: Database, work: () => Promise<unknown>): Promise<LookUp[]> {
  const client = database.connection.getClient();
  const lookUps: LookUp[] = [];
  const note = ({ command }: mongo.CommandStartedEvent) => void lookUps.push(...lookUpsIn(command));
  client.on('commandStarted', note);
  try {
    await work();
  } finally {
    client.off('commandStarted', note);
  }
  return lookUps;
}

function lookUpsIn(command: mongo.Document): LookUp[] {
  const named = (name: string) => (typeof command[name] === 'string' ? command[name] : undefined);
  const list = (name: string) => (command[name] ?? []) as readonly { readonly q: mongo.Document }[];
  const [found, updated, deleted] = [named('find'), named('update'), named('delete')];
  return [
    ...(found === undefined ? [] : [{ collection: found, filter: command['filter'] as mongo.Document }]),
    ...(updated === undefined ? [] : list('updates').map(({ q }) => ({ collection: updated, filter: q }))),
    ...(deleted === undefined ? [] : list('deletes').map(({ q }) => ({ collection: deleted, filter: q }))),
  ];
}

/** In the order of the conditions: SecantusDB takes the first one that has an index. */
async function documentsExamined({ connection }: Database, { collection, filter }: LookUp): Promise<number> {
  const conditions = [
    filter,
    ...Object.entries(filter).map(([name, value]) => ({ [name]: value as unknown })),
  ];
  let examined = 0;
  for (const condition of conditions) {
    const plan = await connection.collection(collection).find(condition).explain('executionStats');
    examined = (plan as { executionStats: { totalDocsExamined: number } }).executionStats.totalDocsExamined;
    if (!JSON.stringify(plan).includes('COLLSCAN')) break;
  }
  return examined;
}
