import { z } from 'zod';
import { endpoint, operation, type Endpoint } from '../../http/endpoint';
import { textUpTo, typedPassword } from '../../http/schemas';
import type { SessionStore } from '../../database/sessionStore';
import type { SignIn } from './signIn';
import { handedOver, sessionTransport, openedSessionSchema } from './answers';
import { signedInOf } from '../../http/endpointCall';
import { Turns } from './turns';

export interface SignInEndpointDependencies {
  readonly sessions: SessionStore;
  readonly signIn: SignIn;
}

/** Any text counts as a username: those of the old portal are told to register anew. */
const signInSchema = z
  .strictObject({
    username: textUpTo(320).min(1).meta({
      maxLength: 320,
      description:
        "An administrator's username, case-sensitive, or an employee's mobile line in any usual form.",
      example: 'NiccoloAdmin',
    }),
    password: typedPassword,
    transport: sessionTransport,
  })
  .meta({ id: 'SignIn' });

const stepUpSchema = z.strictObject({ password: typedPassword }).meta({ id: 'StepUp' });

export const signInOperation = operation({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  summary: 'Sign in with username and password',
  description:
    'One answer to everything that is wrong with them. Failures make the next try wait, never for good. A session that the request came with is ended.',
  session: 'begins',
  body: signInSchema,
  workSubject: ({ body }) => body.username,
  success: { status: 201, description: 'Signed in.', schema: openedSessionSchema },
  problems: ['CREDENTIALS_WRONG', 'NEW_DEVICE_UNCONFIRMED', 'SIGN_IN_WAIT', 'ORIGIN_REFUSED'],
});

/**
 * `POST /v1/sessions`, rules 6, 17, 22, 27 and 33 of the FAQ.
 * Repetitions of a request take turns: compared at the same time, each would count as a further try.
 */
export function signInEndpoint(dependencies: SignInEndpointDependencies): Endpoint {
  const turns = new Turns();
  return endpoint(signInOperation, async ({ body, sessionToken, ...request }) => {
    const answer = await turns.take(`${body.username} ${request.idempotencyKey}`, () =>
      dependencies.signIn.signIn({ ...request, ...body, formerToken: sessionToken }),
    );
    return handedOver(dependencies.sessions, 201, answer, answer.account, answer.deviceToken);
  });
}

export const stepUpOperation = operation({
  method: 'post',
  path: '/v1/sessions/current/step-up',
  operationId: 'stepUp',
  summary: 'Prove the password once more',
  description:
    'The session has the assurance `password` at least, and another token; the former one is void. Where the answer is lost, sign in again.',
  session: 'proveOwnPassword',
  body: stepUpSchema,
  success: { status: 200, description: 'The password is right.', schema: openedSessionSchema },
  problems: ['PASSWORD_WRONG', 'SIGN_IN_WAIT'],
});

/** `POST /v1/sessions/current/step-up`. */
export function stepUpEndpoint(dependencies: SignInEndpointDependencies): Endpoint {
  return endpoint(stepUpOperation, async (request) => {
    const signedIn = signedInOf(request);
    const { signIn } = dependencies;
    const opened = await signIn.stepUp(signedIn, { ...request, ...request.body });
    return handedOver(dependencies.sessions, 200, opened, signedIn.account);
  });
}
