import { z } from 'zod';
import type { MessageChannel } from '../../workflows/contracts/channels';
import type { NewDeviceConfirmationInput } from '../../workflows/contracts/newDeviceConfirmation';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import type { SessionStore } from '../database/sessionStore';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { grantedFor } from '../http/endpointCall';
import { flowWithTokenSchema, typedPassword } from '../http/schemas';
import { maskedAccountName } from '../identifiers/typedText';
import { accountNameKeyOf, codeAtTheEdge } from '../security/digests';
import { stepIdOf } from '../security/flowTokens';
import { sealText } from '../security/sealing';
import type { Flows } from '../temporal/flows';
import { codeField, ofCodeFlows } from './flows';
import { codeFigures, type FlowIdentity, type FlowStart, type StartAnswer } from './flowStart';
import { accountNameField } from './passwordRecovery';
import { handedOver, openedSessionSchema, sessionTransport } from './sessions/answers';
import type { CodeSignIn } from './sessions/codeSignIn';

const confirmationSchema = z
  .strictObject({ username: accountNameField, password: typedPassword })
  .meta({ id: 'NewDeviceConfirmation' });

type Confirmation = z.output<typeof confirmationSchema>;

export const confirmNewDeviceOperation = operation({
  method: 'post',
  path: '/v1/new-device-confirmations',
  operationId: 'confirmNewDevice',
  summary: 'Sign in with username, password and a code',
  description:
    'Where a sign-in asks for it (`NEW_DEVICE_UNCONFIRMED`), or has to wait (`SIGN_IN_WAIT`). If username and password are right, a code goes out: to an employee by the channel of the registration, to an administrator by e-mail. The answer is the same where they are wrong.',
  body: confirmationSchema,
  workSubject: ({ body }) => body.username.value,
  success: {
    status: 202,
    description: 'A code goes out, if username and password are right.',
    schema: flowWithTokenSchema,
  },
  problems: ['ACCOUNT_NAME_INVALID', 'SIGN_IN_WAIT', 'TOO_MANY_STARTS'],
});

const signInCodeSchema = z
  .strictObject({ code: codeField, transport: sessionTransport })
  .meta({ id: 'SignInCode' });

export const confirmSignInOperation = operation({
  method: 'post',
  path: '/v1/flows/{flowId}/session',
  operationId: 'confirmSignIn',
  summary: 'Submit the code that opens the session',
  description:
    'Five wrong ones end the flow. The device is known from now on. A session that the request came with is ended.',
  flowToken: 'start',
  session: 'begins',
  body: signInCodeSchema,
  success: { status: 201, description: 'Signed in.', schema: openedSessionSchema },
  problems: [
    'CODE_INVALID',
    'CODE_WRONG',
    'CODE_EXPIRED',
    'TOO_MANY_WRONG_CODES',
    'CODE_ENTRY_PAUSED',
    ...ofCodeFlows,
  ],
});

export interface NewDeviceConfirmationDependencies {
  readonly flowStart: FlowStart;
  readonly flows: Flows;
  readonly codeSignIn: CodeSignIn;
  readonly sessions: SessionStore;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/** `POST /v1/new-device-confirmations`, and the step that ends it with a session. */
export function newDeviceConfirmationEndpoints(dependencies: NewDeviceConfirmationDependencies): Endpoint[] {
  return [
    endpoint(confirmNewDeviceOperation, (request) => confirmNewDevice(dependencies, request)),
    confirmSignInEndpoint(dependencies),
  ];
}

/** The flow's id follows from the key and the name: nothing is derived from the password. */
function confirmNewDevice(
  dependencies: NewDeviceConfirmationDependencies,
  { body, ...request }: EndpointRequest<Confirmation>,
): Promise<StartAnswer> {
  const name = body.username.value;
  const named = { ...request, body: { name } };
  return dependencies.flowStart.begin(named, {
    flow: 'newDeviceConfirmation',
    title: 'Sign-in with a code',
    subject: maskedAccountName(name),
    inputOf: (identity) => inputOf(dependencies, named, { name, password: body.password, identity }),
  });
}

interface TypedSignIn {
  readonly name: string;
  readonly password: string;
  readonly identity: FlowIdentity;
}

async function inputOf(
  { serviceKeys, figures, codeSignIn }: NewDeviceConfirmationDependencies,
  { locale, addressKey }: Pick<EndpointRequest<unknown>, 'locale' | 'addressKey'>,
  { name, password, identity }: TypedSignIn,
): Promise<NewDeviceConfirmationInput> {
  const account = await codeSignIn.compare({ name, password, addressKey, flowId: identity.flowId });
  return {
    ...identity,
    account,
    username: sealText(serviceKeys, 'recipient', name),
    usernameKey: accountNameKeyOf(serviceKeys, name),
    apparentChannel: apparentChannelOf(name),
    subject: maskedAccountName(name),
    addressKey,
    locale,
    figures: codeFigures(figures),
  };
}

/** An employee's name is the line. */
function apparentChannelOf(name: string): MessageChannel {
  return name.startsWith('+') ? 'sms' : 'mail';
}

function confirmSignInEndpoint(dependencies: NewDeviceConfirmationDependencies): Endpoint {
  const { flows, codeSignIn, sessions, serviceKeys } = dependencies;
  return endpoint(confirmSignInOperation, async (request) => {
    const grant = grantedFor('confirmSignIn', request);
    const { flowId } = grant;
    const { code, transport } = request.body;
    const updateId = stepIdOf(serviceKeys, flowId, 'confirmSignIn', request.idempotencyKey, code);
    await flows.advance(grant, 'confirmSignIn', updateId, codeAtTheEdge(serviceKeys, flowId, code));
    const opening = { ...request, transport, formerToken: request.sessionToken };
    const answer = await codeSignIn.open(flowId, opening);
    return handedOver(sessions, 201, answer, answer.account, answer.deviceToken);
  });
}
