import { type IRouter, type Request, type Response, Router } from 'express';
import { Problem } from '../errors/problem';
import { localeOf } from './answerProblem';
import { bearerToken } from './caller';
import { expressPath, type Answer, type Endpoint } from './endpoint';
import { callEndpoint, type CallDependencies } from './endpointCall';

/** A UUID of any version, as an idempotency key. */
export const uuidForm = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/**
 * Serves endpoints over HTTP, with JSON. An address takes only its own methods, even where an address with a
 * parameter after it would match: `/v1/sessions/network` is no session.
 */
export function serveEndpoints(
  router: IRouter,
  endpoints: readonly Endpoint[],
  dependencies: CallDependencies,
): void {
  for (const path of new Set(endpoints.map((each) => each.path))) {
    const ofPath = endpoints.filter((each) => each.path === path);
    for (const each of ofPath) serveEndpoint(router, each, dependencies);
    router.use(allowedMethods(ofPath));
  }
}

function serveEndpoint(router: IRouter, endpoint: Endpoint, dependencies: CallDependencies): void {
  router[endpoint.method](expressPath(endpoint), async (request, response) => {
    const parts = {
      params: request.params,
      query: request.query,
      locale: localeOf(request),
      flowToken: request.get('Flow-Token') ?? bearerToken(request),
      proofOfWork: request.get('Proof-Of-Work'),
      body: () => jsonBodyOf(request),
      idempotencyKey: () => idempotencyKeyOf(request),
    };
    const answer = await callEndpoint(endpoint, request, parts, dependencies);
    dependencies.sessionGuard.setCookies(response, answer.cookies ?? {});
    send(response, answer);
  });
}

function send(response: Response, { status, body }: Answer): void {
  response.status(status).set('Cache-Control', 'no-store');
  if (body === undefined) response.end();
  else response.json(body);
}

function jsonBodyOf(request: Request): unknown {
  if (!request.is('application/json')) throw new Problem('MEDIA_TYPE_UNSUPPORTED');
  return request.body;
}

function idempotencyKeyOf(request: Request): string {
  const key = unquoted(request.get('Idempotency-Key'));
  if (key === undefined || !uuidForm.test(key)) throw new Problem('IDEMPOTENCY_KEY_REQUIRED');
  return key.toLowerCase();
}

/** The draft of the header's standard writes its value in quotes. */
function unquoted(value: string | undefined): string | undefined {
  return value?.replace(/^"(?<inner>[^"]*)"$/, '$<inner>');
}

/** Answers 405 with `Allow` where an address does not take the method. */
function allowedMethods(endpoints: readonly Endpoint[]): Router {
  const router = Router();
  for (const path of new Set(endpoints.map(expressPath))) {
    const served = endpoints.filter((endpoint) => expressPath(endpoint) === path).flatMap(methodsOf);
    router.all(path, (_request, response) => {
      response.set('Allow', served.join(', '));
      throw new Problem('METHOD_NOT_ALLOWED');
    });
  }
  return router;
}

/** Express answers HEAD wherever it answers GET. */
function methodsOf({ method }: Endpoint): string[] {
  return method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
}
