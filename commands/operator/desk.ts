import { Option } from 'commander';
import { loadSettings, type Settings } from '../../src/config/config';
import { openDatabase, type Database } from '../../src/database/database';
import { Problem } from '../../src/errors/problem';

/** 0: done. 1: there was nothing to do it to. 2: it could not be done. 3: it goes on by itself. */
export const exitCodes = { done: 0, nothing: 1, failed: 2, underWay: 3 } as const;

/** How a command ended, in one sentence. */
export interface Outcome {
  readonly exitCode: number;
  readonly sentence: string;
}

/** What keeps a command from being carried out; the message is one sentence with the remedy. */
export class DeskFailure extends Error {
  override readonly name = 'DeskFailure';
}

export interface DeskSurroundings {
  readonly settings: Settings;
  readonly database: Database;
}

/** Who runs a command that changes something: nobody does so unnamed. */
export function operatorOption(): Option {
  return new Option(
    '--operator <name>',
    'who runs this; the audit keeps it masked and keyed',
  ).makeOptionMandatory();
}

/** Carries a command out with the settings and the database, and says how it ended: on stdout when done, else on stderr. */
export async function atTheDesk(work: (surroundings: DeskSurroundings) => Promise<Outcome>): Promise<void> {
  const { exitCode, sentence } = await outcomeOf(work);
  const isDone = exitCode === exitCodes.done;
  (isDone ? process.stdout : process.stderr).write(`${sentence}\n`);
  process.exitCode = exitCode;
}

async function outcomeOf(work: (surroundings: DeskSurroundings) => Promise<Outcome>): Promise<Outcome> {
  try {
    const settings = settingsOfDesk();
    const database = await databaseOfDesk(settings);
    try {
      return await work({ settings, database });
    } finally {
      await database.connection.close();
    }
  } catch (error) {
    return { exitCode: exitCodes.failed, sentence: sentenceOf(error) };
  }
}

/** @throws DeskFailure */
export function settingsOfDesk(): Settings {
  try {
    return loadSettings();
  } catch (error) {
    throw new DeskFailure(error instanceof Error ? error.message : 'The settings cannot be read.');
  }
}

async function databaseOfDesk({ config }: Settings): Promise<Database> {
  try {
    return await openDatabase(config.mongodbUri);
  } catch (cause) {
    throw new DeskFailure('The database does not answer: check MONGODB_URI and the server.', { cause });
  }
}

/** Why a command failed; what an unexpected error says may quote data, and its kind is enough. */
export function sentenceOf(error: unknown): string {
  if (error instanceof DeskFailure) return error.message;
  if (error instanceof Problem && error.code === 'TEMPORARILY_UNAVAILABLE')
    return 'Temporal does not answer, and nothing was started: check TEMPORAL_ADDRESS and the server, then run the same command again.';
  return `The command failed unexpectedly (${error instanceof Error ? error.name : 'unknown error'}).`;
}
