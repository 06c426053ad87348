import express, { type Express, type RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import {
  createAuthorizationServer,
  deviceNumberScope,
  type AuthorizationServerOptions,
} from './authorizationServer';
import { signGatewayAssertion } from './gatewayAssertions';
import { MobileNetwork } from './mobileNetwork';
import { numberVerificationPath } from './paths';
import { answerUnusable, fromThisMachine } from '../http';

const onlyFromThisMachine = fromThisMachine('The network is set from the machine that this runs on.');
export interface OperatorOptions extends AuthorizationServerOptions {
  /** Whom assertions of the gateway are for. */
  readonly gatewayAudience: string;
}

const connectionSchema = z.strictObject({
  line: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/, 'line is a number such as +393999000001, or null')
    .nullable(),
});
const sessionSeconds = 60;

/**
 * The simulated operator over HTTP: its authorization server, CAMARA Number Verification (2.x, `/device-phone-number`) and
 * the gateway of its mobile network. Anybody on this machine may set which line that network recognises.
 */
export function createOperatorApp(options: OperatorOptions): Express {
  const network = new MobileNetwork();
  const provider = createAuthorizationServer(options);
  const answerByProvider = provider.callback();
  const app = express();
  app.set('etag', false);
  app
    .route('/network')
    .get((_request, response) => void response.json({ line: network.connectedLine ?? null }))
    .put(onlyFromThisMachine, express.json({ limit: '4kb' }), (request, response) => {
      network.connect(connectionSchema.parse(request.body).line ?? undefined);
      response.json({ line: network.connectedLine ?? null });
    });
  app.post('/gateway/assertions', giveAssertion(network, options));
  app.get(`${numberVerificationPath}/device-phone-number`, tellDeviceNumber(provider, network));
  app.get('/auth', recogniseByNetwork(provider, network));
  app.use((request, response) => void answerByProvider(request, response));
  app.use(answerUnusable);
  return app;
}

/**
 * In place of a session that a form made stands one that the network makes, for this request alone: the browser's own cookies
 * count for nothing.
 */
function recogniseByNetwork(provider: Provider, network: MobileNetwork): RequestHandler {
  return async (request, _response, next) => {
    const accountId = network.recognise();
    request.headers.cookie = '';
    if (accountId !== undefined) {
      const session = new provider.Session();
      session.loginAccount({ accountId });
      await session.save(sessionSeconds);
      request.headers.cookie = `_session=${session.jti}`;
    }
    next();
  };
}

/** A token is good for one call (CAMARA Number Verification). */
function tellDeviceNumber(provider: Provider, network: MobileNetwork): RequestHandler {
  return async (request, response) => {
    const bearer = /^Bearer (?<token>\S+)$/.exec(request.get('Authorization') ?? '')?.groups?.['token'];
    const token = bearer === undefined ? undefined : await provider.AccessToken.find(bearer);
    await token?.destroy();
    if (!token) {
      response.status(401).json(errorInfo(401, 'UNAUTHENTICATED'));
      return;
    }
    const line = token.scopes.has(deviceNumberScope) ? network.lineOf(token.accountId) : undefined;
    if (line === undefined) response.status(403).json(errorInfo(403, 'PERMISSION_DENIED'));
    else response.json({ devicePhoneNumber: line });
  };
}

function giveAssertion(network: MobileNetwork, options: OperatorOptions): RequestHandler {
  const { issuer, gatewayAudience: audience, signingKey } = options;
  return async (_request, response) => {
    const line = network.connectedLine;
    if (line === undefined) response.status(403).json({ message: 'The device is on another network.' });
    else response.json({ assertion: await signGatewayAssertion({ issuer, audience, signingKey, line }) });
  };
}

function errorInfo(status: number, code: string) {
  return { status, code, message: 'The number of the device cannot be told.' };
}
