import { join } from 'node:path';
import { builtFile } from '../embedded/projectFolder';
import { freePort } from '../embedded/ports';
import { apiPlan, apiReady, workerReady } from '../embedded/serviceProcesses';
import { ofApi, type Stand } from '../stand/stand';
import { behindProxy } from './contender';

export const floorQueue = 'floor';

/** A worker with empty activities on a queue of its own, and an API that starts its flows there. @returns the API's port */
export async function startFloorProcesses({ processes, environment, folder }: Stand): Promise<number> {
  const port = await freePort();
  const floorEnvironment = {
    ...environment,
    ...behindProxy,
    TEMPORAL_TASK_QUEUE: floorQueue,
    HTTP_PORT: String(port),
    OPERATOR_PORT: String(await freePort()),
  };
  const worker = processes.start({
    name: 'The worker of the floor',
    command: process.execPath,
    args: [builtFile('bench', 'floorWorker.js')],
    env: floorEnvironment,
    logFile: join(folder, 'floorWorker.log'),
    stopWithinMs: 20_000,
  });
  const api = processes.start(apiPlan(ofApi(floorEnvironment), join(folder, 'floorApi.log')));
  await Promise.all([workerReady(worker), apiReady(api, `http://127.0.0.1:${port}`)]);
  return port;
}
