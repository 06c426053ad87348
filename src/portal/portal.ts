import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import { Problem } from '../errors/problem';
import { sameOriginOnly } from '../http/sameOrigin';
import type { FlowTokens } from '../security/flowTokens';
import { ActivationPage, activationPath, passwordPath } from './activationPage';
import { assetsRouter } from './assets';
import { FlowCookie } from './flowCookie';
import { languageOf } from './language';
import { pageHeaders } from './pageHeaders';
import { sendPage } from './pages';
import { PasswordPage } from './passwordPage';
import type { PortalParts } from './portalParts';

/** The cookie outlives the time for the password by as much again, so that who comes late is told so. */
const cookieLives = 2;

export interface PortalDependencies extends Omit<PortalParts, 'cookie'> {
  readonly flowTokens: FlowTokens;
  readonly publicBaseUrl: string;
}

export interface Portal {
  readonly router: Router;
  /** Where the pages are; to be mounted there: */
  readonly path: string;
  /** Whatever was thrown at an address of the portal, also before its router was reached, as a page. */
  readonly problemPages: readonly ErrorRequestHandler[];
}

/** The web portal: pages that work without scripts, on the same steps as the API. */
export function createPortal({ flowTokens, publicBaseUrl, ...rest }: PortalDependencies): Portal {
  const { origin, protocol } = new URL(publicBaseUrl);
  const isSecure = protocol === 'https:';
  const lifeMs = cookieLives * rest.figures.passwordWindowMs;
  const parts = { ...rest, cookie: new FlowCookie({ flowTokens, isSecure, lifeMs }) };
  const activation = new ActivationPage(parts);
  const password = new PasswordPage(parts, activation);
  const headers = pageHeaders(isSecure);

  const router = assetsRouter();
  router.use(activationPath, headers, sameOriginOnly(origin));
  router
    .route(activationPath)
    .get((request, response) => activation.show(request, response))
    .post(isForm, (request, response) => activation.submit(request, response))
    .all(methodNotAllowed);
  router
    .route(passwordPath)
    .get((request, response) => password.show(request, response))
    .post(isForm, (request, response) => password.submit(request, response))
    .all(methodNotAllowed);

  return {
    router,
    path: activationPath,
    problemPages: [...asErrorHandlers(headers), problemPage(parts)],
  };
}

const isForm: RequestHandler = (request, _response, next) => {
  if (!request.is('application/x-www-form-urlencoded')) throw new Problem('MEDIA_TYPE_UNSUPPORTED');
  next();
};

const methodNotAllowed: RequestHandler = (_request, response) => {
  response.set('Allow', 'GET, HEAD, POST');
  throw new Problem('METHOD_NOT_ALLOWED');
};

/** A failed request keeps its failure while it passes through handlers for sound ones. */
function asErrorHandlers(handlers: readonly RequestHandler[]): ErrorRequestHandler[] {
  return handlers.map((handler) => (error: unknown, request, response, next) => {
    handler(request, response, () => next(error));
  });
}

function problemPage({ note }: PortalParts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { problem, supportReference } = note(error, response);
    if (problem.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(problem.retryAfterSeconds));
    const { query } = languageOf(request);
    sendPage(request, response, {
      name: 'failure',
      problem,
      supportReference,
      values: {
        again: request.baseUrl + request.path.replace(/\/$/, '') + query,
        start: activationPath + query,
      },
    });
  };
}
