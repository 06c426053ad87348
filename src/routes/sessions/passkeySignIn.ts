import { z } from 'zod';
import type { Keyring } from '../../config/keys';
import type { SessionStore } from '../../database/sessionStore';
import { Problem } from '../../errors/problem';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import { endpoint, operation, type Endpoint } from '../../http/endpoint';
import { signedInOf } from '../../http/endpointCall';
import { deviceOwnerOf, type KnownDevices } from '../../security/knownDevices';
import type { ChallengePurpose } from '../../security/passkeyChallenges';
import { suspendedSince } from '../../database/passkeys';
import type { PasskeyStore } from '../../database/passkeyStore';
import { assertionSchema, requestOptionsSchema } from '../passkeys/answers';
import type { PasskeyAssertions } from '../passkeys/assertions';
import type { PasskeyEvents } from '../passkeys/events';
import type { SecurityEvents } from '../securityEvents';
import { handedOver, openedSessionSchema, sessionTransport } from './answers';
import { openInPlaceOf } from './sessionTokens';

export interface PasskeySignInDependencies {
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly passkeys: PasskeyStore;
  readonly assertions: PasskeyAssertions;
  readonly passkeyEvents: PasskeyEvents;
  readonly securityEvents: SecurityEvents;
  readonly knownDevices: KnownDevices;
  readonly serviceKeys: Keyring;
  readonly now: () => Date;
}

const signingIn: ChallengePurpose = { purpose: 'signIn', sessionId: '' };

/** Sign-in by passkey, and the proof of it within a session. */
export function passkeySignInEndpoints(dependencies: PasskeySignInDependencies): Endpoint[] {
  return [
    askForPasskeySignIn(dependencies),
    signInByPasskey(dependencies),
    askForPasskeyStepUp(dependencies),
    stepUpByPasskey(dependencies),
  ];
}

export const askForPasskeySignInOperation = operation({
  method: 'get',
  path: '/v1/sessions/passkey/options',
  operationId: 'askForPasskeySignIn',
  summary: 'Begin to sign in by passkey',
  description: 'The same for everybody: no username is asked for, and none is taken.',
  query: z.strictObject({}),
  success: { status: 200, description: 'What the device is asked for.', schema: requestOptionsSchema },
  problems: [],
});

function askForPasskeySignIn({ assertions }: PasskeySignInDependencies): Endpoint {
  return endpoint(askForPasskeySignInOperation, async () => {
    const options = await assertions.options(signingIn);
    return { status: 200, body: requestOptionsSchema.parse(options) };
  });
}

const assertionBody = { credential: assertionSchema };

export const signInByPasskeyOperation = operation({
  method: 'post',
  path: '/v1/sessions/passkey',
  operationId: 'signInByPasskey',
  summary: 'Sign in by passkey',
  description:
    'One answer to everything that is wrong. A passkey is two factors: no code is asked for besides. A session that the request came with is ended.',
  session: 'begins',
  body: z.strictObject({ ...assertionBody, transport: sessionTransport }).meta({ id: 'PasskeySignIn' }),
  workSubject: ({ body }) => body.credential.id,
  success: { status: 201, description: 'Signed in.', schema: openedSessionSchema },
  problems: ['PASSKEY_REFUSED', 'SIGN_IN_WAIT', 'ORIGIN_REFUSED'],
});

function signInByPasskey(dependencies: PasskeySignInDependencies): Endpoint {
  const { assertions, sessions, securityEvents, knownDevices, now } = dependencies;
  return endpoint(signInByPasskeyOperation, async ({ body, ...request }) => {
    const { idempotencyKey, addressKey, workProved, sessionToken, deviceToken } = request;
    const given = { assertion: body.credential, idempotencyKey, addressKey, workProved };
    const { account } = await assertions.prove(signingIn, given);
    const owner = deviceOwnerOf(account);
    const { transport } = body;
    const opened = await openInPlaceOf(
      dependencies,
      sessionToken,
      sessions.open({ ...owner, assurance: 'passkey', transport, idempotencyKey }, now().getTime()),
      ({ session }) => securityEvents.signedIn(account, session, addressKey),
    );
    const device = knownDevices.issueUnlessKnown(deviceToken, owner, now().getTime());
    return handedOver(sessions, 201, opened, account, device);
  });
}

export const askForPasskeyStepUpOperation = operation({
  method: 'get',
  path: '/v1/sessions/current/step-up/passkey/options',
  operationId: 'askForPasskeyStepUp',
  summary: 'Begin to prove oneself anew by passkey',
  description: 'Names the passkeys of the account that are not suspended.',
  session: 'proveOwnPassword',
  success: { status: 200, description: 'What the device is asked for.', schema: requestOptionsSchema },
  problems: [],
});

function askForPasskeyStepUp({
  assertions,
  passkeys,
  databaseDeadline,
}: PasskeySignInDependencies): Endpoint {
  return endpoint(askForPasskeyStepUpOperation, async (request) => {
    const { account, session } = signedInOf(request);
    const own = await databaseDeadline.within(passkeys.list(account._id));
    const usable = own.filter((each) => !suspendedSince(each, account));
    const options = await assertions.options(steppingUpIn(session._id), usable);
    return { status: 200, body: requestOptionsSchema.parse(options) };
  });
}

export const stepUpByPasskeyOperation = operation({
  method: 'post',
  path: '/v1/sessions/current/step-up/passkey',
  operationId: 'stepUpByPasskey',
  summary: 'Prove oneself anew by passkey',
  description:
    'The session gets another token; the former one is void. Where the answer is lost, sign in again.',
  session: 'proveOwnPassword',
  body: z.strictObject(assertionBody).meta({ id: 'PasskeyStepUp' }),
  workSubject: ({ body }) => body.credential.id,
  success: { status: 200, description: 'Proved.', schema: openedSessionSchema },
  problems: ['PASSKEY_REFUSED', 'SIGN_IN_WAIT'],
});

function stepUpByPasskey(dependencies: PasskeySignInDependencies): Endpoint {
  const { assertions, sessions, passkeyEvents, databaseDeadline, now } = dependencies;
  return endpoint(stepUpByPasskeyOperation, async (request) => {
    const { body, idempotencyKey, addressKey, workProved } = request;
    const { session, account } = signedInOf(request);
    const given = {
      assertion: body.credential,
      idempotencyKey,
      addressKey,
      workProved,
      accountId: account._id,
    };
    const { passkey, useId } = await assertions.prove(steppingUpIn(session._id), given);
    await passkeyEvents.by('passkeyProven', { account, passkey, useId, addressKey });
    const raised = await databaseDeadline.within(sessions.raise(session, 'passkey', now().getTime()));
    if (!raised) throw new Problem('SESSION_INVALID');
    return handedOver(sessions, 200, raised, account);
  });
}

function steppingUpIn(sessionId: string): ChallengePurpose {
  return { purpose: 'stepUp', sessionId };
}
