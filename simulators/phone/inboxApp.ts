import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { behaviourSchema, type Conduct } from './behaviour';
import type { Inbox } from './inbox';
import { assetsRouter, renderInboxPage } from './inboxPage';
import { answerUnusable, fromThisMachine } from '../http';

const onlyFromThisMachine = fromThisMachine('The behaviour is set from the machine that this runs on.');
const querySchema = z.object({
  to: z
    .string()
    .regex(/^\+?\d+$/, 'to is a number such as %2B393999000001: in an address, + is written %2B')
    .optional(),
});

/** The inbox over HTTP: a page for people, JSON for tests, and the provider's behaviour for anybody on this machine. */
export function inboxApp(inbox: Inbox, conduct: Conduct): Express {
  const app = express();
  app.set('etag', false);
  app.use(pageHeaders(), assetsRouter());
  app.get('/', (request, response) => {
    const { to } = querySchema.parse(request.query);
    response.type('html').send(renderInboxPage(inbox, to));
  });
  app.get('/messages', (request, response) => {
    const { to } = querySchema.parse(request.query);
    response.json(inbox.all.filter((message) => to === undefined || message.to === to));
  });
  app.delete('/messages', (_request, response) => {
    inbox.empty();
    response.status(204).end();
  });
  app.get('/revision', (_request, response) => {
    response.json(inbox.revision);
  });
  app
    .route('/behaviour')
    .get((_request, response) => void response.json(conduct.current))
    .put(onlyFromThisMachine, express.json({ limit: '4kb' }), (request, response) => {
      conduct.set(behaviourSchema.parse(request.body));
      response.json(conduct.current);
    });
  app.use(answerUnusable);
  return app;
}

/** Nothing inline, nothing from elsewhere, nothing kept, in nobody's frame. */
function pageHeaders(): RequestHandler[] {
  const own = ["'self'"];
  const headers = helmet({
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        ...{ 'style-src': own, 'script-src': own, 'img-src': own, 'connect-src': own },
        ...{ 'form-action': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
        'require-trusted-types-for': ["'script'"],
      },
    },
  });
  return [headers, notKept];
}

const notKept: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
