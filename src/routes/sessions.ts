import { z } from 'zod';
import type { SessionStore } from '../database/sessionStore';
import { Problem } from '../errors/problem';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { noBody } from '../http/schemas';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { signInEndpoint, stepUpEndpoint } from './sessions/begin';
import type { SecurityEvents } from './securityEvents';
import type { SignIn } from './sessions/signIn';
import { signedInOf } from '../http/endpointCall';
import { ownSessionSchema, ownSessionView, sessionSchema, sessionView } from './sessions/answers';

export interface SessionDependencies {
  readonly sessions: SessionStore;
  readonly databaseDeadline: DatabaseDeadline;
  readonly signIn: SignIn;
  readonly securityEvents: SecurityEvents;
  readonly now: () => Date;
}

const ended = { status: 204, description: 'Ended.', schema: noBody };
const gone = { status: 204, body: undefined, cookies: { session: null } };

/** `/v1/sessions`: sign-in, and what the owner of a session sees and ends. */
export function sessionEndpoints(dependencies: SessionDependencies): Endpoint[] {
  return [
    signInEndpoint(dependencies),
    listSessions(dependencies),
    endSessions(dependencies),
    readSession(dependencies),
    endCurrentSession(dependencies),
    stepUpEndpoint(dependencies),
    endSession(dependencies),
  ];
}

export const listSessionsOperation = operation({
  method: 'get',
  path: '/v1/sessions',
  operationId: 'listSessions',
  summary: "List the account's sessions",
  session: 'readOwnSessions',
  success: {
    status: 200,
    description: 'Those that live, the latest first.',
    schema: z.object({ sessions: z.array(sessionSchema) }).meta({ id: 'Sessions' }),
  },
  problems: [],
});

function listSessions({ sessions, databaseDeadline, now }: SessionDependencies): Endpoint {
  return endpoint(listSessionsOperation, async (request) => {
    const { session } = signedInOf(request);
    const living = await databaseDeadline.within(sessions.list(session, now().getTime()));
    return {
      status: 200,
      body: { sessions: living.map((each) => sessionView(sessions, each, session._id)) },
    };
  });
}

export const endSessionsOperation = operation({
  method: 'delete',
  path: '/v1/sessions',
  operationId: 'endSessions',
  summary: "End all of the account's sessions",
  description: 'This one, too.',
  session: 'endOwnSessions',
  success: ended,
  problems: [],
});

function endSessions({ sessions, databaseDeadline, securityEvents }: SessionDependencies): Endpoint {
  return endpoint(endSessionsOperation, async (request) => {
    const signedIn = signedInOf(request);
    await securityEvents.sessionsEnded(signedIn, 'all', request.addressKey);
    await databaseDeadline.within(sessions.endAll(signedIn.account._id));
    return gone;
  });
}

export const readSessionOperation = operation({
  method: 'get',
  path: '/v1/sessions/current',
  operationId: 'readSession',
  summary: 'Read the session that the request comes by',
  session: 'readOwnSessions',
  success: { status: 200, description: 'The session.', schema: ownSessionSchema },
  problems: [],
});

function readSession({ sessions }: SessionDependencies): Endpoint {
  return endpoint(readSessionOperation, (request) => {
    const { session, account } = signedInOf(request);
    return Promise.resolve({ status: 200, body: ownSessionView(sessions, session, account) });
  });
}

export const signOutOperation = operation({
  method: 'delete',
  path: '/v1/sessions/current',
  operationId: 'signOut',
  summary: 'Sign out',
  session: 'signOut',
  success: ended,
  problems: [],
});

function endCurrentSession({ sessions, databaseDeadline, securityEvents }: SessionDependencies): Endpoint {
  return endpoint(signOutOperation, async (request) => {
    const signedIn = signedInOf(request);
    await securityEvents.sessionsEnded(signedIn, 'signedOut', request.addressKey);
    await databaseDeadline.within(sessions.end(signedIn.account._id, signedIn.session._id));
    return gone;
  });
}

export const endSessionOperation = operation({
  method: 'delete',
  path: '/v1/sessions/{sessionId}',
  operationId: 'endSession',
  summary: "End one of the account's sessions",
  session: 'endOwnSessions',
  success: ended,
  problems: ['NOT_FOUND'],
});

function endSession({ sessions, databaseDeadline, securityEvents }: SessionDependencies): Endpoint {
  return endpoint(endSessionOperation, async (request) => {
    const signedIn = signedInOf(request);
    const { accountId, _id } = signedIn.session;
    const sessionId = String(request.params['sessionId']);
    const isOwn = await databaseDeadline.within(sessions.has(accountId, sessionId));
    if (!isOwn) throw new Problem('NOT_FOUND');
    await securityEvents.sessionsEnded(signedIn, 'one', request.addressKey, sessionId);
    await databaseDeadline.within(sessions.end(accountId, sessionId));
    return sessionId === _id ? gone : { status: 204, body: undefined };
  });
}
