import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells a process from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the system's own form; only compared. */
  readonly startedAt: string;
}

/** @returns empty when no such process runs. */
export function startTimeOf(pid: number): string {
  return process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
}

export function isSameProcess({ pid, startedAt }: ProcessIdentity): boolean {
  return startedAt !== '' && startTimeOf(pid) === startedAt;
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and brackets. */
function linuxStartTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fromField3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fromField3[19] ?? '';
  } catch {
    return '';
  }
}

function psStartTime(pid: number): string {
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}
