import { z } from 'zod';
import type { PasskeyStore } from '../database/passkeyStore';
import { Problem } from '../errors/problem';
import type { DatabaseDeadline } from '../http/databaseDeadline';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../http/endpoint';
import { signedInOf } from '../http/endpointCall';
import { noBody } from '../http/schemas';
import { addPasskey, askForPasskey, type AdditionDependencies } from './passkeys/addition';
import { passkeyLabelSchema, passkeySchema, passkeyView } from './passkeys/answers';
import type { PasskeyEvents } from './passkeys/events';

interface PasskeyDependencies {
  readonly databaseDeadline: DatabaseDeadline;
  readonly passkeys: PasskeyStore;
  readonly passkeyEvents: PasskeyEvents;
  readonly now: () => Date;
}

/** `/v1/passkeys`: those of the signed-in account. */
export function passkeyEndpoints(dependencies: AdditionDependencies): Endpoint[] {
  return [
    listPasskeys(dependencies),
    askForPasskey(dependencies),
    addPasskey(dependencies),
    renamePasskey(dependencies),
    keepPasskey(dependencies),
    removePasskey(dependencies),
  ];
}

export const listPasskeysOperation = operation({
  method: 'get',
  path: '/v1/passkeys',
  operationId: 'listPasskeys',
  summary: "List the account's passkeys",
  session: 'readOwnPasskeys',
  success: {
    status: 200,
    description: 'The oldest first.',
    schema: z.object({ passkeys: z.array(passkeySchema) }).meta({ id: 'Passkeys' }),
  },
  problems: [],
});

function listPasskeys({ passkeys, databaseDeadline }: PasskeyDependencies): Endpoint {
  return endpoint(listPasskeysOperation, async (request) => {
    const { account } = signedInOf(request);
    const own = await databaseDeadline.within(passkeys.list(account._id));
    return { status: 200, body: { passkeys: own.map((each) => passkeyView(each, account)) } };
  });
}

export const renamePasskeyOperation = operation({
  method: 'put',
  path: '/v1/passkeys/{passkeyId}',
  operationId: 'renamePasskey',
  summary: 'Give a passkey another name',
  session: 'renameOwnPasskeys',
  body: z.strictObject({ label: passkeyLabelSchema }).meta({ id: 'PasskeyLabel' }),
  success: { status: 200, description: 'Renamed.', schema: passkeySchema },
  problems: ['PASSKEY_NAME_INVALID', 'NOT_FOUND'],
});

function renamePasskey(dependencies: PasskeyDependencies): Endpoint {
  const { passkeys, passkeyEvents, databaseDeadline } = dependencies;
  return endpoint(renamePasskeyOperation, async (request) => {
    const { account } = signedInOf(request);
    const { label: name } = request.body;
    const passkey = await databaseDeadline.within(passkeys.rename(account._id, idIn(request), name));
    if (!passkey) throw new Problem('NOT_FOUND');
    await passkeyEvents.by('passkeyRenamed', deedIn(dependencies, request, passkey));
    return { status: 200, body: passkeyView(passkey, account) };
  });
}

export const keepPasskeyOperation = operation({
  method: 'post',
  path: '/v1/passkeys/{passkeyId}/keep',
  operationId: 'keepPasskey',
  summary: 'Keep a passkey that a recovery suspended',
  description: 'Its owner says that it is still the own one: it signs in again.',
  session: 'changeOwnPasskeys',
  success: { status: 200, description: 'Kept.', schema: passkeySchema },
  problems: ['NOT_FOUND'],
});

function keepPasskey(dependencies: PasskeyDependencies): Endpoint {
  const { passkeys, passkeyEvents, databaseDeadline } = dependencies;
  return endpoint(keepPasskeyOperation, async (request) => {
    const { account } = signedInOf(request);
    const passkey = await databaseDeadline.within(passkeys.keep(account, idIn(request)));
    if (!passkey) throw new Problem('NOT_FOUND');
    await passkeyEvents.by('passkeyKept', deedIn(dependencies, request, passkey));
    return { status: 200, body: passkeyView(passkey, account) };
  });
}

export const removePasskeyOperation = operation({
  method: 'delete',
  path: '/v1/passkeys/{passkeyId}',
  operationId: 'removePasskey',
  summary: 'Remove a passkey',
  description: 'It signs in no more. Sessions that it opened go on until they end or are ended.',
  session: 'changeOwnPasskeys',
  success: { status: 204, description: 'Removed.', schema: noBody },
  problems: ['NOT_FOUND'],
});

function removePasskey(dependencies: PasskeyDependencies): Endpoint {
  const { passkeys, passkeyEvents, databaseDeadline } = dependencies;
  return endpoint(removePasskeyOperation, async (request) => {
    const { account } = signedInOf(request);
    const own = await databaseDeadline.within(passkeys.list(account._id));
    const passkey = own.find(({ _id }) => _id === idIn(request));
    if (!passkey) throw new Problem('NOT_FOUND');
    await passkeyEvents.by('passkeyRemoved', deedIn(dependencies, request, passkey));
    await databaseDeadline.within(passkeys.remove(passkey));
    return { status: 204, body: undefined };
  });
}

function idIn({ params }: Pick<EndpointRequest<unknown>, 'params'>): string {
  return String(params['passkeyId']);
}

function deedIn(
  { now }: Pick<PasskeyDependencies, 'now'>,
  request: EndpointRequest<unknown>,
  passkey: { readonly _id: string },
) {
  const { account } = signedInOf(request);
  const { idempotencyKey, addressKey } = request;
  return { account, passkey, useId: idempotencyKey || String(now().getTime()), addressKey };
}
