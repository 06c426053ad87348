import './mutedWarnings';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NumberVerificationClient, OauthClient } from '../../../simulators/operator/authorizationServer';
import { createOperatorApp } from '../../../simulators/operator/operatorApp';
import { newSigningKey } from '../../../simulators/operator/signingKey';

export const gatewayAudience = 'https://selfcare.example/v1/sessions/network';

/** The simulated operator, on a free port. */
export async function startOperatorSimulator(
  audience: string,
  clients: readonly OauthClient[],
  numberVerification?: NumberVerificationClient,
) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signingKey = newSigningKey();
  const options = { issuer, audience, clients, numberVerification, gatewayAudience, signingKey };
  const asked: { readonly path: string | undefined; readonly correlator: string | string[] | undefined }[] =
    [];
  server.on('request', ({ url, headers }) => asked.push({ path: url, correlator: headers['x-correlator'] }));
  server.on('request', createOperatorApp(options));
  return { issuer, signingKey, asked, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
