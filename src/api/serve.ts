import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import { subscriberNetwork } from '../http/caller';
import { SharedPlaces } from '../http/sharedPlaces';
import type { Origins } from '../limits/origins';
import type { ApiContext } from './context';

const drainMs = 10_000;
const sweepMs = 100;

/** How long a connection may take for the headers, for the whole request, and between two requests. */
const connectionTimes = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  /** How often the first two are looked at; Node.js does so every 30 s, and keeps connections so much longer. */
  connectionsCheckingInterval: 1_000,
};
/** A connection ends where its peer takes nothing of an answer for so long. */
const unreadAnswerMs = 60_000;

interface ConnectionLimits {
  readonly most: number;
  readonly origins: Origins;
  readonly noteRefused: () => void;
}

export function connectionLimits({ settings, metrics, origins }: ApiContext): ConnectionLimits {
  const { maxConnections: most } = settings.config.http;
  return { most, origins, noteRefused: () => metrics.refusedConnections.inc() };
}

/** Listens, and resolves once it does. */
export async function listen(
  app: Express,
  { host, port }: { readonly host: string; readonly port: number },
  limits: ConnectionLimits,
): Promise<Server> {
  const server = createServer(connectionTimes, app);
  server.timeout = unreadAnswerMs;
  shareConnections(server, limits, app.get('trust proxy fn') as TrustedProxies);
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Express' reading of `trust proxy`. */
type TrustedProxies = (address: string, hop: number) => boolean;

/** A trusted proxy brings the connections of many, so it has no share; the total holds for it too. */
function shareConnections(
  server: Server,
  { most, origins, noteRefused }: ConnectionLimits,
  trusts: TrustedProxies,
): void {
  const places = new SharedPlaces(most);
  server.maxConnections = most;
  server.on('drop', noteRefused);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (trusts(remoteAddress, 0)) return;
    const giveBack = places.take(subscriberNetwork(remoteAddress), origins.factorOf(remoteAddress));
    if (giveBack) {
      socket.once('close', giveBack);
      return;
    }
    noteRefused();
    socket.destroy();
  });
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
