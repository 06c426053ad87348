import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { Worker } from '@temporalio/worker';
import type { Config } from '../src/config/config';
import { databaseAnswers } from '../src/database/database';
import { healthOf } from '../src/observability/health';
import { temporalAnswers } from '../src/temporal/health';
import type { WorkerParts } from './worker';

interface Watched extends Pick<WorkerParts, 'database' | 'connection'> {
  readonly worker: Worker;
}

/** Says at an address of its own how the worker is, from the start of the process on: 200 while it can work, else 503. */
export async function serveWorkerHealth({
  healthAddress,
  namespace,
}: Config['temporal']): Promise<{ readonly watch: (more: Partial<Watched>) => void }> {
  const watched: Partial<Watched> = {};
  // There is no worker before the set-up.
  const checks = {
    database: async () => databaseAnswers(await opened(watched.database)),
    temporal: async () => temporalAnswers((await opened(watched.connection)).workflowService, namespace),
    setup: () => opened(watched.worker),
    worker: async () => {
      if ((await opened(watched.worker)).getState() !== 'RUNNING') throw new Error('not running');
    },
  };
  if (healthAddress !== undefined)
    await listenAt(healthAddress, (_request, response) => {
      void healthOf(checks).then((health) => {
        response.writeHead(health.status === 'ready' ? 200 : 503, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(health));
      });
    });
  return {
    watch: (more) => void Object.assign(watched, more),
  };
}

function opened<Part>(part: Part | undefined): Promise<Part> {
  return part === undefined ? Promise.reject(new Error('not there yet')) : Promise.resolve(part);
}

async function listenAt(address: string, listener: RequestListener): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  const server = createServer(listener).listen(Number(port), hostname);
  await once(server, 'listening');
}
