import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StartProblem, systemCodeOf } from './problems';
import { isSameProcess, startTimeOf } from './processIdentity';

const holderSchema = z.object({ pid: z.number().int(), startedAt: z.string() });

export interface StartLock {
  /** Whether a start before this one ended without giving the lock back (a crash, `kill -9`). */
  readonly wasStale: boolean;
  release(): void;
}

/**
 * One start a data folder. A lock whose process is gone is taken over.
 *
 * @throws StartProblem when another start holds the folder.
 */
export function takeStartLock(lockFile: string): StartLock {
  const holder = JSON.stringify({ pid: process.pid, startedAt: startTimeOf(process.pid) });
  const release = (): void => {
    rmSync(lockFile, { force: true });
  };
  if (wroteNewFile(lockFile, holder)) return { wasStale: false, release };
  refuseLiveHolder(lockFile);
  release();
  if (wroteNewFile(lockFile, holder)) return { wasStale: true, release };
  throw new StartProblem(`Another start has just taken ${lockFile}: wait for it, or set SELFCARE_DATA_DIR.`);
}

function refuseLiveHolder(lockFile: string): void {
  const holder = readHolder(lockFile);
  if (!holder || !isSameProcess(holder)) return;
  throw new StartProblem(
    `The service is already running from this data folder (process ${holder.pid}): stop it with Ctrl-C there, or set SELFCARE_DATA_DIR to another folder.`,
  );
}

function readHolder(lockFile: string): z.output<typeof holderSchema> | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(lockFile, 'utf8')));
  } catch {
    return undefined;
  }
}

function wroteNewFile(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
