import { readFileSync } from 'node:fs';
import type { ManagedProcess, ProcessPlan } from './childProcess';
import { builtFile } from './projectFolder';

/** Longer than the processes themselves allow their work to drain. */
const drainWithinMs = 30_000;
const readyWithinMs = 60_000;

/** The worker, by the entry that production uses. */
export function workerPlan(env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return servicePlan('The worker', builtFile('workers', 'main.js'), env, logFile);
}

/** The API, by the entry that production uses. */
export function apiPlan(env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return servicePlan('The API', builtFile('src', 'main.js'), env, logFile);
}

/** Waits until the worker polls, which it says in its log. */
export async function workerReady(worker: ManagedProcess): Promise<void> {
  const isPolling = (): boolean =>
    readFileSync(worker.plan.logFile, 'utf8').includes('"msg":"worker is running"');
  await worker.whenReady(() => Promise.resolve(isPolling()), readyWithinMs);
}

/** @param baseUrl such as `http://127.0.0.1:3000` */
export async function apiReady(api: ManagedProcess, baseUrl: string): Promise<void> {
  await api.whenReady(async () => (await fetch(`${baseUrl}/health/ready`)).ok, readyWithinMs);
}

function servicePlan(name: string, entry: string, env: NodeJS.ProcessEnv, logFile: string): ProcessPlan {
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', entry],
    env,
    logFile,
    stopWithinMs: drainWithinMs,
  };
}
