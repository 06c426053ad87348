import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Settings } from '../config/config';
import { equalInConstantTime } from '../security/digests';
import { EncryptingPayloadCodec } from '../security/sealing';
import type { Metrics } from '../observability/metrics';
import { decodePayloads } from '../http/decodePayloads';

/** The operators' port: metrics, and the endpoint that decodes payloads for the Temporal UI. */
export function createOperatorApp({ config, secrets }: Settings, metrics: Metrics): Express {
  const app = express();
  app.use(helmet());
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.use(
    '/codec',
    uiOnly(config.operator.uiOrigin),
    cors({
      origin: config.operator.uiOrigin,
      allowedHeaders: ['Authorization', 'Content-Type', 'X-Namespace'],
    }),
  );
  app.post(
    '/codec/decode',
    operatorsOnly(secrets.codecEndpointToken),
    express.json({ limit: '5mb' }),
    decodePayloads(new EncryptingPayloadCodec(secrets.serviceKeys)),
  );
  app.use(answerUnreadable);
  return app;
}

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/**
 * Refuses pages of other sites, by their `Origin`, and a foreign name that was made to lead here (DNS rebinding), by `Host`:
 * it has to be the loopback's or that of the Temporal UI, which one proxy may serve together with the codec.
 */
function uiOnly(uiOrigin: string): RequestHandler {
  const uiHost = new URL(uiOrigin).host;
  return ({ headers: { host = '', origin } }, response, next) => {
    const isOurHost = host === uiHost || loopbackHost.test(host);
    if (isOurHost && (origin === undefined || origin === uiOrigin)) {
      next();
      return;
    }
    response.status(403).json({ message: 'Payloads are decoded for the Temporal UI alone.' });
  };
}

/** Without it Express would answer with a page that shows a stack. */
const answerUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  response.status(status).json({ message: 'The request could not be read.' });
};

/** A configured token is required; without one the port listens on loopback only. */
function operatorsOnly(token: string | undefined): RequestHandler {
  return (request, response, next) => {
    if (token === undefined || equalInConstantTime(request.get('Authorization') ?? '', `Bearer ${token}`)) {
      next();
      return;
    }
    response.status(401).json({ message: 'A token is needed to decode payloads.' });
  };
}
