import type { ErrorRequestHandler, Request, RequestHandler, Router } from 'express';
import { Problem } from '../errors/problem';
import { HostCookie, SealedCookie } from '../http/cookies';
import { sameOriginOnly } from '../http/caller';
import { assetsRouter } from './assets';
import { FlowCookies, sameFlow } from './flowCookies';
import { passwordChange } from './forms/accountForms';
import { keptFormSchema } from './forms/keptForm';
import { linkTo } from './language';
import { pageHeaders } from './pageHeaders';
import { sendPage } from './pages';
import { activationPath, changePasswordPath, startPath } from './paths';
import { pagesOf, type Page } from './portalPages';
import type { PortalParts } from './portalParts';

/** How long a browser keeps that the notice on cookies was closed. */
const noticeClosedMs = 180 * 24 * 60 * 60 * 1_000;

/** The activation's cookie lives twice as long as the time for the password, so that a late visitor is told why. */
const cookieLives = 2;

type CookieName = 'flowCookies' | 'activationCookies' | 'noticeCookie' | 'drafts';

export interface PortalDependencies extends Omit<PortalParts, CookieName> {
  readonly publicBaseUrl: string;
}

export interface Portal {
  readonly router: Router;
  /** Shows errors at the pages' addresses as a page, also those thrown before the router. */
  readonly problemPages: readonly ErrorRequestHandler[];
}

/** The web portal: pages that work without scripts, on the same operations as the API. */
export function createPortal({ publicBaseUrl, ...rest }: PortalDependencies): Portal {
  const { origin, protocol } = new URL(publicBaseUrl);
  const isSecure = protocol === 'https:';
  const parts = { ...rest, ...cookiesOf(rest, isSecure) };
  const headers = pageHeaders(isSecure);
  const pages = pagesOf(parts);
  const router = assetsRouter();
  router.get(changePasswordPath, (request, response) =>
    response.redirect(303, linkTo(request, passwordChange.path)),
  );
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

function cookiesOf(
  { figures, serviceKeys: keys, flowTokens, now }: Omit<PortalParts, CookieName>,
  isSecure: boolean,
) {
  const { passwordWindowMs, linkLifeMs, recentPasswordMs } = figures;
  return {
    flowCookies: new FlowCookies({ name: 'flow', isSecure, lifeMs: linkLifeMs, flowTokens, now }),
    activationCookies: new FlowCookies({
      ...{ name: 'activation', isSecure, lifeMs: cookieLives * passwordWindowMs },
      ...{ flowTokens, now },
    }),
    noticeCookie: new HostCookie({
      name: 'cookie-notice',
      isSecure,
      lifeMs: noticeClosedMs,
      followsLinks: true,
    }),
    drafts: new SealedCookie({
      ...{ name: 'draft', isSecure, lifeMs: recentPasswordMs },
      ...{ keys, purpose: 'form draft' as const, schema: keptFormSchema },
    }),
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

/** A browser asks for HTML; clients of the API ask for JSON, or for nothing in particular. */
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
    const address = addressOf(request);
    const isLink = address.startsWith(activationPath);
    const start = isLink ? activationPath : startPath;
    sendPage(request, response, {
      name: 'failure',
      problems: [problem],
      supportReference,
      data: {
        again: linkTo(request, address, sameFlow(request)),
        start: linkTo(request, start),
        isLink,
      },
    });
  };
}
