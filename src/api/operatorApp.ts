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
