import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { Problem } from '../errors/problem';
import { sameOriginOnly } from '../http/sameOrigin';
import { AccountPage } from './accountPage';
import { ActionPage } from './actionPage';
import { actions } from './actions';
import { CompanyPage } from './companyPage';
import { ManagersPage } from './managersPage';
import { ActivationPage, activationPath, passwordPath } from './activationPage';
import { assetsRouter } from './assets';
import { FlowCookie } from './flowCookie';
import { FlowPage } from './flowPage';
import { infoPages } from './infoPages';
import { FormPage } from './forms/formPage';
import { accountForms } from './forms/accountForms';
import { forms } from './forms/forms';
import { languageOf } from './language';
import { pageHeaders } from './pageHeaders';
import { sendPage } from './pages';
import { PasswordPage, type PasswordPlace } from './passwordPage';
import {
  accountPath,
  codeFlowPasswordPath,
  companyPath,
  flowPath,
  managersPath,
  sessionsPath,
  startPath,
} from './paths';
import { SessionsPage } from './sessionsPage';
import type { PortalParts } from './portalParts';

/** The cookie of an activation outlives the time for the password by as much again, so that who comes late is told so. */
const cookieLives = 2;

export interface PortalDependencies extends Omit<PortalParts, 'flowCookie' | 'activationCookie'> {
  readonly publicBaseUrl: string;
}

export interface Portal {
  readonly router: Router;
  /** Whatever was thrown at an address of a page, also before the router was reached, as a page. */
  readonly problemPages: readonly ErrorRequestHandler[];
}

interface Page {
  show(request: Request, response: Response): unknown;
  submit?(request: Request, response: Response): unknown;
}

/** The web portal: pages that work without scripts, on the same operations as the API. */
export function createPortal({ publicBaseUrl, ...rest }: PortalDependencies): Portal {
  const { origin, protocol } = new URL(publicBaseUrl);
  const isSecure = protocol === 'https:';
  const { passwordWindowMs, linkLifeMs } = rest.figures;
  const cookie = (name: string, lifeMs: number) => new FlowCookie({ name, isSecure, lifeMs });
  const parts = {
    ...rest,
    flowCookie: cookie('flow', linkLifeMs),
    activationCookie: cookie('activation', cookieLives * passwordWindowMs),
  };
  const headers = pageHeaders(isSecure);
  const pages = pagesOf(parts);
  const router = assetsRouter();
  for (const [path, page] of pages) {
    const route = router
      .route(path)
      .all(headers, sameOriginOnly(origin))
      .get((request, response) => page.show(request, response));
    if (page.submit) route.post(isForm, (request, response) => page.submit?.(request, response));
    route.all(methodNotAllowed);
  }
  return {
    router,
    problemPages: [...asErrorHandlers(headers), problemPage(parts)].map((handler) => onPages(pages, handler)),
  };
}

/** Every page by its address. */
function pagesOf(parts: PortalParts): ReadonlyMap<string, Page> {
  const activation = new ActivationPage(parts);
  return new Map<string, Page>([
    [startPath, { show: (request, response) => sendPage(request, response, { name: 'start' }) }],
    [activationPath, activation],
    [passwordPath, new PasswordPage(parts, placeAfterLink(parts, activation))],
    [flowPath, new FlowPage(parts)],
    [codeFlowPasswordPath, new PasswordPage(parts, placeAfterCode(parts))],
    ...infoPages(parts),
    [accountPath, new AccountPage(parts)],
    [sessionsPath, new SessionsPage(parts)],
    [companyPath, new CompanyPage(parts)],
    [managersPath, new ManagersPage(parts)],
    ...actions.map((action) => [action.path, new ActionPage(action, parts)] as const),
    ...[...forms, ...accountForms].map((form) => [form.path, new FormPage(form, parts)] as const),
  ]);
}

/** After a link the activation's token alone sets the password. */
function placeAfterLink(
  { activationCookie, flowTokens }: PortalParts,
  activation: ActivationPage,
): PasswordPlace {
  return {
    path: passwordPath,
    grantOf: (request) => {
      const grant = flowTokens.verify(activationCookie.read(request)?.flowToken ?? '');
      return grant?.role === 'password' ? grant : undefined;
    },
    again: (request, response, why) => activation.show(request, response, why),
  };
}

function placeAfterCode({ flowCookie, flowTokens }: PortalParts): PasswordPlace {
  return {
    path: codeFlowPasswordPath,
    grantOf: (request) => flowTokens.verify(flowCookie.read(request)?.flowToken ?? ''),
    again: (request, response) => response.redirect(303, flowPath + languageOf(request).query),
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

function onPages(pages: ReadonlyMap<string, Page>, handler: ErrorRequestHandler): ErrorRequestHandler {
  return (error: unknown, request, response, next) =>
    pages.has(addressOf(request)) || wantsPage(request)
      ? handler(error, request, response, next)
      : next(error);
}

/** A person who typed an address that is none; clients of the API ask for JSON, or for nothing in particular. */
function wantsPage(request: Request): boolean {
  return request.accepts(['application/problem+json', 'html']) === 'html';
}

function addressOf({ path }: Request): string {
  return path.replace(/\/$/, '') || startPath;
}

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
    const address = addressOf(request);
    const start = address.startsWith(activationPath) ? activationPath : startPath;
    sendPage(request, response, {
      name: 'failure',
      problems: [problem],
      supportReference,
      values: { again: address + query, start: start + query },
    });
  };
}
