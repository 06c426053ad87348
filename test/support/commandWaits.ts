import type { mongo } from 'mongoose';
import type { Database } from '../../src/database/database';

/**
 * The commands that `work` sends to monitored databases, by the waits that they cost: those of one wait are sent before any of
 * them is answered. Each is named with its collection, in alphabetical order.
 */
export async function commandWaitsOf(databases: readonly Database[], work: () => Promise<unknown>) {
  const clients = databases.map(({ connection }) => connection.getClient());
  const waitOf = new Map<number, number>();
  const names: string[][] = [];
  let answered = 0;
  const started = ({ requestId, commandName, command }: mongo.CommandStartedEvent) => {
    waitOf.set(requestId, answered);
    (names[answered] ??= []).push(`${commandName} ${String(command[commandName])}`);
  };
  const succeeded = ({ requestId }: mongo.CommandSucceededEvent) => {
    answered = Math.max(answered, (waitOf.get(requestId) ?? -1) + 1);
  };
  for (const client of clients) client.on('commandStarted', started).on('commandSucceeded', succeeded);
  try {
    await work();
  } finally {
    for (const client of clients) client.off('commandStarted', started).off('commandSucceeded', succeeded);
  }
  return names.map((wait) => wait.sort());
}
