import { z } from 'zod';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { flowWithTokenSchema, identifier } from '../http/schemas';
import { normaliseAccountName, type AccountName } from '../identifiers/accountName';
import { isDeviceToken } from '../security/knownDevices';
import { sealText } from '../security/sealing';
import { accountNameKeyOf } from '../security/digests';
import { channelFacts, messageChannels, type MessageChannel } from '../../workflows/contracts/channels';
import type { PasswordRecoveryInput } from '../../workflows/contracts/passwordRecovery';
import { masked } from '../identifiers/typedText';
import { codeFigures, type FlowIdentity, type StartAnswer } from './flowStart';
import type { CodeRouteDependencies } from './employeeRegistration';

/** A recovery by username may name the channel; one by line uses the channel of the registration. */
const mayName: Readonly<Record<MessageChannel, Readonly<Record<AccountName['kind'], boolean>>>> = {
  sms: { line: false, username: true },
  mail: { line: false, username: true },
};

/** What a recovery looks like where it names no channel, or may name none. */
const unlessNamed = { line: 'sms', username: 'mail' } as const satisfies Record<
  AccountName['kind'],
  MessageChannel
>;

/** The channels that the code of a recovery may go by. */
export const recoveryChannels = messageChannels.filter((channel) => mayName[channel].username);

/** As a request names them, the default first. */
export const recoveryChannelNames = recoveryChannels
  .toSorted((one, other) => Number(other === unlessNamed.username) - Number(one === unlessNamed.username))
  .map((channel) => channelFacts[channel].apiName);

export const accountNameField = identifier(normaliseAccountName, 'ACCOUNT_NAME_INVALID', {
  description: "An administrator's username, or an employee's mobile line. Case-sensitive.",
  example: 'NiccoloAdmin',
});

/** Rules 23, 24 and 37 of the FAQ. */
const recoverySchema = z
  .strictObject({
    username: accountNameField,
    channel: z.enum(recoveryChannelNames).optional().meta({
      description:
        'For a username: where the code goes, `email` unless it is named. For a line it changes nothing.',
    }),
  })
  .meta({ id: 'PasswordRecovery' });

type Recovery = z.output<typeof recoverySchema>;

export const recoverPasswordOperation = operation({
  method: 'post',
  path: '/v1/password-recoveries',
  operationId: 'recoverPassword',
  summary: 'Recover a password',
  description:
    'A code goes out by the channel of the registration; a User Admin may choose. The right code lets a new password be set, which voids the former one. ' +
    'The answer is the same whether the user is known or not.',
  body: recoverySchema,
  takesDevice: true,
  workSubject: ({ body }) => body.username.value,
  success: { status: 202, description: 'The recovery is under way.', schema: flowWithTokenSchema },
  problems: ['ACCOUNT_NAME_INVALID', 'MESSAGE_BUDGET_SPENT', 'TOO_MANY_STARTS'],
});

/** `POST /v1/password-recoveries`: rules 23 to 26 and 37 of the FAQ. */
export function passwordRecoveryEndpoints(dependencies: CodeRouteDependencies): Endpoint[] {
  return [endpoint(recoverPasswordOperation, (request) => recover(dependencies, request))];
}

function recover(
  dependencies: CodeRouteDependencies,
  request: EndpointRequest<Recovery>,
): Promise<StartAnswer> {
  return dependencies.flowStart.begin(request, {
    flow: 'passwordRecovery',
    title: 'Password recovery',
    subject: subjectOf(request.body.username),
    inputOf: (identity) => inputOf(dependencies, request, identity),
  });
}

function inputOf(
  { serviceKeys, figures }: CodeRouteDependencies,
  { body, locale, addressKey, deviceToken }: EndpointRequest<Recovery>,
  identity: FlowIdentity,
): PasswordRecoveryInput {
  const { username } = body;
  return {
    ...identity,
    username: sealText(serviceKeys, 'recipient', username.value),
    usernameKey: accountNameKeyOf(serviceKeys, username.value),
    apparentChannel: apparentChannelOf(body),
    subject: subjectOf(username),
    addressKey,
    ...(isDeviceToken(deviceToken) && { deviceToken: sealText(serviceKeys, 'recipient', deviceToken) }),
    locale,
    figures: { ...codeFigures(figures), passwordWindowMs: figures.passwordWindowMs },
  };
}

/** It depends only on what was typed, so that it reveals nothing of the account. */
function apparentChannelOf({ username: { kind }, channel }: Recovery): MessageChannel {
  const named = messageChannels.find((known) => channelFacts[known].apiName === channel);
  return named && mayName[named][kind] ? named : unlessNamed[kind];
}

function subjectOf({ kind, value }: AccountName): string {
  return `${kind} ${masked(value, kind === 'line' ? 4 : 3)}`;
}
