import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Command } from 'commander';
import { createAuthorizationServer, type AuthorizationServerOptions } from './authorizationServer';

type Identity = Pick<AuthorizationServerOptions, 'clients' | 'signingKey'>;

/** The simulated operator's authorization server as a process of its own. */
function main(): void {
  const { host, port, audience, identityFile } = new Command('operator')
    .description('An authorization server that gives configured clients access tokens for the CAMARA API.')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'port of the server', '4000')
    .requiredOption('--audience <address>', 'the API that tokens are for')
    .requiredOption('--identity-file <path>', 'JSON with the signing key and the clients')
    .parse()
    .opts<{ host: string; port: string; audience: string; identityFile: string }>();
  const { clients, signingKey } = JSON.parse(readFileSync(identityFile, 'utf8')) as Identity;
  const issuer = `http://${host}:${port}`;
  const answer = createAuthorizationServer({ issuer, audience, clients, signingKey }).callback();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(Number(port), host, () => console.log(`Issuer ${issuer}, tokens for ${audience}`));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

main();
