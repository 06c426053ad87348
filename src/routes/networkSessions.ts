import { z } from 'zod';
import { networkSessionsPath } from '../config/providers';
import type { SessionStore } from '../database/sessionStore';
import { endpoint, operation, type Endpoint } from '../http/endpoint';
import { textUpTo } from '../http/schemas';
import type { LineRecogniser } from '../security/lineRecognition';
import { lineAutologinEndpoint, type LineAutologinDependencies } from './networkSessions/lineAutologin';
import type { NetworkSignIn } from './networkSessions/networkSignIn';
import { handedOver, sessionTransport, openedSessionSchema } from './sessions/answers';

export interface NetworkSessionDependencies extends LineAutologinDependencies {
  readonly networkSignIn: NetworkSignIn;
  readonly sessions: SessionStore;
  /** Undefined where no gateway is configured: then no line is recognised. */
  readonly gatewayAssertions: LineRecogniser<string> | undefined;
}

const networkSignInSchema = z
  .strictObject({
    assertion: textUpTo(4_096).min(1).meta({
      maxLength: 4_096,
      description:
        "What the gateway of the operator's mobile network gave the device: a JWS, good once and for a minute.",
    }),
    transport: sessionTransport,
  })
  .meta({ id: 'NetworkSignIn' });

const signInByNetworkOperation = operation({
  method: 'post',
  path: networkSessionsPath,
  operationId: 'signInByNetwork',
  summary: 'Sign an employee in by the line that the network recognised',
  description:
    "Only the gateway's assertion counts, no header. The session has the assurance `network`, lasts an hour at most, and is asked for the password " +
    'where something is at stake. Browsers go to `/v1/sessions/network/start` instead. `LINE_NOT_REGISTERED` brings the `line`, for the registration. ' +
    'A session that the request came with is ended.',
  session: 'begins',
  body: networkSignInSchema,
  success: { status: 201, description: 'Signed in.', schema: openedSessionSchema },
  problems: ['LINE_NOT_RECOGNISED', 'LINE_NOT_REGISTERED', 'AUTOLOGIN_OFF', 'ORIGIN_REFUSED'],
});

/** `POST /v1/sessions/network`, rules 7 to 9 of the FAQ, and the switch of a line. */
export function networkSessionEndpoints(dependencies: NetworkSessionDependencies): Endpoint[] {
  const { networkSignIn, sessions, gatewayAssertions } = dependencies;
  return [
    endpoint(
      signInByNetworkOperation,
      async ({ body: { assertion, transport }, idempotencyKey, addressKey, sessionToken }) => {
        const request = { transport, requestId: idempotencyKey, addressKey, formerToken: sessionToken };
        const opened = await networkSignIn.signIn(gatewayAssertions, assertion, request);
        return handedOver(sessions, 201, opened, opened.account);
      },
    ),
    lineAutologinEndpoint(dependencies),
  ];
}
