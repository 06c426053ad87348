import './mutedWarnings';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createAuthorizationServer,
  type OauthClient,
} from '../../../simulators/operator/authorizationServer';
import { newSigningKey } from '../../../simulators/operator/signingKey';

/** The simulated operator's authorization server, on a free port. */
export async function startOperatorSimulator(audience: string, clients: readonly OauthClient[]) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signingKey = newSigningKey();
  const answer = createAuthorizationServer({ issuer, audience, clients, signingKey }).callback();
  server.on('request', (request, response) => void answer(request, response));
  return { issuer, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
