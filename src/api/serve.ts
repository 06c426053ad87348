import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

const drainMs = 10_000;
const sweepMs = 100;

/** Listens, and resolves once it does. */
export async function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 },
    app,
  );
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Accepts no more requests, gives those under way ten seconds, and closes idle connections. */
export async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
}
