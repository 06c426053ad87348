import { type IRouter, type Request, type Response, Router } from 'express';
import { takesStep, type FlowStep, type Locale } from '../../workflows/contracts/flow';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import { type FlowGrant, type FlowTokens, maySetPassword, supportReferenceOf } from '../security/flowTokens';
import type { Origins } from '../limits/origins';
import { localeOf } from './answerProblem';
import { bearerToken } from './caller';
import {
  type Answer,
  type Endpoint,
  type EndpointRequest,
  expressPath,
  takesKey,
  type WorkRequest,
} from './endpoint';
import { functionOfFlow } from './permissions';
import type { ProofsOfWork, WorkAbout } from './proofOfWork';
import type { SessionGuard, SignedIn } from './sessionGuard';
import { parseBody, parseQuery } from './validation';

export interface CallDependencies {
  readonly serviceKeys: Keyring;
  readonly origins: Origins;
  readonly flowTokens: FlowTokens;
  readonly sessionGuard: SessionGuard;
  readonly proofsOfWork: ProofsOfWork;
}

/** The parts of a call, from JSON over HTTP or from a form of the portal. */
export interface CallParts {
  readonly params: Request['params'];
  readonly query: unknown;
  /** Of the answer, and of the messages that follow. */
  readonly locale: Locale;
  readonly flowToken: string | undefined;
  readonly proofOfWork: string | undefined;
  /** Functions, because each may refuse and the order matters. */
  readonly body: () => unknown;
  readonly idempotencyKey: () => string;
}

/**
 * Calls an endpoint: its checks in order, then its own work.
 *
 * @param request who asks: address, session
 * @throws Problem
 */
export async function callEndpoint(
  endpoint: Endpoint,
  request: Request,
  parts: CallParts,
  dependencies: CallDependencies,
): Promise<Answer> {
  const { serviceKeys, origins, sessionGuard, proofsOfWork } = dependencies;
  const granted =
    endpoint.flowToken && (await grantOf(request, parts, { role: endpoint.flowToken, ...dependencies }));
  const signedIn = await signedInTo(request, endpoint, sessionGuard);
  const asked = {
    body: endpoint.body ? parseBody(endpoint.body, parts.body()) : undefined,
    query: endpoint.query ? parseQuery(endpoint.query, parts.query) : {},
    locale: parts.locale,
    addressKey: origins.keyOf(request.ip),
    idempotencyKey: takesKey(endpoint) ? parts.idempotencyKey() : '',
    grant: granted?.grant,
    signedIn: granted?.signedIn ?? signedIn,
    sessionToken: endpoint.session && sessionGuard.tokenOf(request),
    deviceToken: endpoint.session || endpoint.takesDevice ? sessionGuard.deviceTokenOf(request) : undefined,
    params: parts.params,
  };
  const about = workAbout(endpoint, asked);
  const { proofOfWork: proof } = parts;
  const workProved =
    about !== undefined &&
    proof !== undefined &&
    (await proofsOfWork.isProved(proof, about, asked.idempotencyKey));
  try {
    return await endpoint.handle({ ...asked, workProved });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (about && error.workHelps) error.proofOfWork = await proofsOfWork.challenge(about);
    if (granted) error.supportReference ??= supportReferenceOf(serviceKeys, granted.grant.flowId);
    throw error;
  }
}

function workAbout(
  endpoint: Endpoint,
  request: Omit<EndpointRequest<unknown>, 'workProved'>,
): WorkAbout | undefined {
  const subject = endpoint.workSubject?.(request);
  if (subject === undefined) return undefined;
  return { operationId: endpoint.operationId, subject, addressKey: request.addressKey };
}

async function signedInTo(
  request: Request,
  { session }: Endpoint,
  sessionGuard: SessionGuard,
): Promise<SignedIn | undefined> {
  if (session === undefined) return undefined;
  if (session !== 'begins') return sessionGuard.admit(request, session);
  sessionGuard.refuseOtherOrigin(request);
  return undefined;
}

/** What the flow token grants on the path's flow. A flow of a signed-in account also needs that account's session. */
async function grantOf(
  request: Request,
  { flowToken, params }: CallParts,
  { role, flowTokens, sessionGuard }: CallDependencies & { readonly role: FlowGrant['role'] },
): Promise<{ readonly grant: FlowGrant; readonly signedIn: SignedIn | undefined }> {
  if (flowToken === undefined) throw new Problem('FLOW_TOKEN_REQUIRED');
  const named = flowTokens.namedBy(flowToken);
  const name = named && functionOfFlow[named.flow];
  const signedIn = name && (await sessionGuard.admitToStep(request, name));
  const grant = flowTokens.verify(flowToken, signedIn?.account._id);
  if (grant?.flowId !== params['flowId']) throw new Problem('FLOW_TOKEN_INVALID');
  if (!grant) throw new Problem('FLOW_TOKEN_INVALID');
  if (role === 'password' && !maySetPassword(grant)) throw new Problem('FLOW_TOKEN_INSUFFICIENT');
  return { grant, signedIn };
}

/** What a proof of work is bound to where the operation needs a session. */
export function ownAccount({ signedIn }: WorkRequest<unknown>): string {
  return signedIn?.account._id ?? '';
}

/** @throws Problem `SESSION_REQUIRED` */
export function signedInOf({ signedIn }: EndpointRequest<unknown>): SignedIn {
  if (!signedIn) throw new Problem('SESSION_REQUIRED');
  return signedIn;
}

/** @throws Problem `FLOW_TOKEN_REQUIRED` */
export function granted({ grant }: EndpointRequest<unknown>): FlowGrant {
  if (!grant) throw new Problem('FLOW_TOKEN_REQUIRED');
  return grant;
}

/** @throws Problem `STEP_OUT_OF_ORDER` when the granted flow never takes this step */
export function grantedFor(step: FlowStep, request: EndpointRequest<unknown>): FlowGrant {
  const grant = granted(request);
  if (!takesStep(grant.flow, step)) throw new Problem('STEP_OUT_OF_ORDER');
  return grant;
}

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
