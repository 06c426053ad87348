import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { Worker } from '@temporalio/worker';
import type { Config } from '../src/config/config';
import { databaseAnswers } from '../src/database/database';
import { healthOf } from '../src/observability/health';
import { temporalAnswers } from '../src/temporal/health';
import type { WorkerParts } from './worker';

interface Watched {
  readonly worker: Worker;
  readonly parts: WorkerParts;
}

/** Says at an address of its own how the worker is, from the start of the process on: 200 while it can work, else 503. */
export async function serveWorkerHealth({
  healthAddress,
  namespace,
}: Config['temporal']): Promise<{ watch(worker: Worker, parts: WorkerParts): void }> {
  let watched: Watched | undefined;
  const there = () => (watched ? Promise.resolve(watched) : Promise.reject(new Error('not there yet')));
  const checks = {
    database: async () => databaseAnswers((await there()).parts.database),
    temporal: async () => temporalAnswers((await there()).parts.connection.workflowService, namespace),
    worker: async () => {
      if ((await there()).worker.getState() !== 'RUNNING') throw new Error('not running');
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
    watch(worker, parts) {
      watched = { worker, parts };
    },
  };
}

async function listenAt(address: string, listener: RequestListener): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  const server = createServer(listener).listen(Number(port), hostname);
  await once(server, 'listening');
}
