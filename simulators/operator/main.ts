import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Command } from 'commander';
import { createOperatorApp, type OperatorOptions } from './operatorApp';

type Identity = Pick<OperatorOptions, 'clients' | 'numberVerification' | 'signingKey'>;

/** The simulated operator as a process of its own. */
function main(): void {
  const { host, port, audience, gatewayAudience, identityFile } = new Command('operator')
    .description(
      'An operator: an authorization server, CAMARA Number Verification, and the gateway of a mobile network.',
    )
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'port of the server', '4000')
    .requiredOption('--audience <address>', 'the API that tokens are for')
    .requiredOption('--gateway-audience <address>', 'audience of the assertions of the gateway')
    .requiredOption('--identity-file <path>', 'JSON with the signing key and the clients')
    .parse()
    .opts<Record<'host' | 'port' | 'audience' | 'gatewayAudience' | 'identityFile', string>>();
  const { clients, numberVerification, signingKey } = JSON.parse(
    readFileSync(identityFile, 'utf8'),
  ) as Identity;
  const issuer = `http://${host}:${port}`;
  const known = { clients, numberVerification, signingKey };
  const server = createServer(createOperatorApp({ issuer, audience, gatewayAudience, ...known }));
  server.listen(Number(port), host, () => console.log(`Issuer ${issuer}, tokens for ${audience}`));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

main();
