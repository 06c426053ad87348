import type { IRouter, Request, Response } from 'express';
import type { Keyring } from '../config/keys';
import { Problem } from '../errors/problem';
import type { FlowGrant, FlowTokens } from '../security/flowTokens';
import { localeOf } from './answerProblem';
import { bearerToken } from './bearerToken';
import { addressKeyOf } from './clientAddress';
import { expressPath, type Answer, type Endpoint } from './endpoint';
import { functionOfFlow } from './permissions';
import type { SessionDoor, SignedIn } from './sessionDoor';
import { parseBody, parseQuery } from './validation';
import { stepsOfFlow } from '../../workflows/contracts/flow';

export interface ServingDependencies {
  readonly serviceKeys: Keyring;
  readonly flowTokens: FlowTokens;
  readonly sessionDoor: SessionDoor;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Serves an endpoint: its checks in order, then its own work, then its answer. */
export function serveEndpoint(router: IRouter, endpoint: Endpoint, dependencies: ServingDependencies): void {
  const { serviceKeys, sessionDoor } = dependencies;
  router[endpoint.method](expressPath(endpoint), async (request, response) => {
    const granted = endpoint.flowToken && (await grantOf(request, endpoint.flowToken, dependencies));
    const signedIn = await signedInTo(request, endpoint, sessionDoor);
    const answer = await endpoint.handle({
      body: endpoint.body ? parseBody(endpoint.body, jsonBodyOf(request)) : undefined,
      query: endpoint.query ? parseQuery(endpoint.query, request.query) : {},
      locale: localeOf(request),
      addressKey: addressKeyOf(serviceKeys, request.ip),
      idempotencyKey: endpoint.method === 'post' ? idempotencyKeyOf(request) : '',
      grant: granted?.grant,
      signedIn: granted?.signedIn ?? signedIn,
      sessionToken: endpoint.session && sessionDoor.tokenOf(request),
      deviceToken: endpoint.session && sessionDoor.deviceTokenOf(request),
      params: request.params,
    });
    sessionDoor.setCookies(response, answer.cookies ?? {});
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
  const key = request.get('Idempotency-Key');
  if (key === undefined || !uuidForm.test(key)) throw new Problem('IDEMPOTENCY_KEY_REQUIRED');
  return key.toLowerCase();
}

async function signedInTo(
  request: Request,
  { session }: Endpoint,
  sessionDoor: SessionDoor,
): Promise<SignedIn | undefined> {
  if (session === undefined) return undefined;
  if (session !== 'begins') return sessionDoor.admit(request, session);
  sessionDoor.refuseOtherOrigin(request);
  return undefined;
}

/** What the flow token grants on the flow of this path; the flow of an account asks for that account's session, too. */
async function grantOf(
  request: Request,
  role: FlowGrant['role'],
  { flowTokens, sessionDoor }: ServingDependencies,
): Promise<{ readonly grant: FlowGrant; readonly signedIn: SignedIn | undefined }> {
  const token = request.get('Flow-Token') ?? bearerToken(request);
  if (token === undefined) throw new Problem('FLOW_TOKEN_REQUIRED');
  const flow = flowTokens.flowNamedBy(token);
  const name = flow && functionOfFlow[flow];
  const signedIn = name && (await sessionDoor.admitToStep(request, name));
  const grant = flowTokens.verify(token, signedIn?.account._id);
  if (grant?.flowId !== request.params['flowId']) throw new Problem('FLOW_TOKEN_INVALID');
  if (!grant) throw new Problem('FLOW_TOKEN_INVALID');
  if (role === 'password' && !maySetPassword(grant)) throw new Problem('FLOW_TOKEN_INSUFFICIENT');
  return { grant, signedIn };
}

/** Who filled in a form is not who owns the mailbox: where a link proves it, only the activation's token sets the password. */
function maySetPassword({ flow, role }: FlowGrant): boolean {
  return role === 'password' || !stepsOfFlow[flow].includes('activate');
}
