import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sentenceOf, StartProblem } from './problems';
import { projectFolder } from './projectFolder';

/** Where the embedded start keeps what it needs between two runs. */
export interface DataFolder {
  readonly path: string;
  /** Installed servers; a reset leaves them. */
  readonly servers: string;
  /** Databases, mailbox, text messages and sample extract; a reset empties it. */
  readonly stores: string;
  readonly logs: string;
  readonly keysFile: string;
  /** Signing key and clients of the simulated operator. */
  readonly operatorFile: string;
  readonly lockFile: string;
}

/** @param chosen `SELFCARE_DATA_DIR`; `.data` in the project where it is not set. */
export function dataFolderAt(chosen: string | undefined): DataFolder {
  const path = resolve(projectFolder, chosen ?? '.data');
  return {
    path,
    servers: join(path, 'servers'),
    stores: join(path, 'stores'),
    logs: join(path, 'logs'),
    keysFile: join(path, 'keys.json'),
    operatorFile: join(path, 'operator.json'),
    lockFile: join(path, 'start.lock'),
  };
}

/** @throws StartProblem when the folder cannot be made or written to. */
export function makeDataFolder(data: DataFolder): void {
  try {
    for (const folder of [data.path, data.servers, data.stores, data.logs]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
    }
  } catch (error) {
    throw new StartProblem(
      `${data.path} cannot be written to (${sentenceOf(error)}): free space or change its owner, or set SELFCARE_DATA_DIR to a folder that can.`,
    );
  }
}

/** Empties stores and logs; keys and installed servers stay. */
export function emptyStores(data: DataFolder): void {
  for (const folder of [data.stores, data.logs]) rmSync(folder, { recursive: true, force: true });
  makeDataFolder(data);
}
