import { z } from 'zod';
import type { PasskeyStore } from '../../database/passkeyStore';
import type { ProofUses } from '../../database/proofUses';
import { Problem } from '../../errors/problem';
import type { DatabaseDeadline } from '../../http/databaseDeadline';
import { endpoint, operation, type Endpoint, type EndpointRequest } from '../../http/endpoint';
import { signedInOf } from '../../http/endpointCall';
import { challengeIn, passkeyTransports, type PasskeyCeremonies } from '../../security/passkeyCeremonies';
import type { ChallengePurpose, PasskeyChallenges } from '../../security/passkeyChallenges';
import {
  createdCredentialSchema,
  creationOptionsSchema,
  passkeyLabelSchema,
  passkeySchema,
  passkeyView,
} from './answers';
import type { PasskeyEvents } from './events';

export interface AdditionDependencies {
  readonly databaseDeadline: DatabaseDeadline;
  readonly passkeys: PasskeyStore;
  readonly ceremonies: PasskeyCeremonies;
  readonly challenges: PasskeyChallenges;
  readonly proofUses: ProofUses;
  readonly passkeyEvents: PasskeyEvents;
  readonly now: () => Date;
}

export const askForPasskeyOperation = operation({
  method: 'post',
  path: '/v1/passkeys/options',
  operationId: 'askForPasskey',
  summary: 'Begin to add a passkey',
  session: 'changeOwnPasskeys',
  success: { status: 200, description: 'What the device is asked for.', schema: creationOptionsSchema },
  problems: ['PASSKEYS_TOO_MANY'],
});

/** What the device of a signed-in person is asked for. */
export function askForPasskey(dependencies: AdditionDependencies): Endpoint {
  const { passkeys, ceremonies, challenges, databaseDeadline, now } = dependencies;
  return endpoint(askForPasskeyOperation, async (request) => {
    const { account, session } = signedInOf(request);
    const [userHandle, known] = await databaseDeadline.within(
      Promise.all([passkeys.userHandleOf(account._id), passkeys.list(account._id)]),
    );
    if (userHandle === undefined) throw new Problem('SESSION_INVALID');
    if (known.length >= passkeys.most) throw new Problem('PASSKEYS_TOO_MANY');
    const challenge = challenges.issue(additionIn(session._id), now().getTime());
    const { username } = account;
    const options = await ceremonies.creationOptions({ challenge, userHandle, username, known });
    return { status: 200, body: creationOptionsSchema.parse(options) };
  });
}

export const addPasskeyOperation = operation({
  method: 'post',
  path: '/v1/passkeys',
  operationId: 'addPasskey',
  summary: 'Add the passkey that the device made',
  description: 'The same request repeated after an answer that was lost adds it once.',
  session: 'changeOwnPasskeys',
  body: z
    .strictObject({ label: passkeyLabelSchema, credential: createdCredentialSchema })
    .meta({ id: 'NewPasskey' }),
  success: { status: 201, description: 'Added.', schema: passkeySchema },
  problems: ['PASSKEY_NAME_INVALID', 'PASSKEY_REFUSED', 'PASSKEYS_TOO_MANY'],
});

/** Adds what the device made of it. */
export function addPasskey(dependencies: AdditionDependencies): Endpoint {
  const { passkeys, passkeyEvents, databaseDeadline, now } = dependencies;
  return endpoint(addPasskeyOperation, async (request) => {
    const { account, session } = signedInOf(request);
    const { label: name } = request.body;
    const made = await madeBy(dependencies, request, session._id);
    const passkey = { ...made, name, createdAt: now() };
    const added = await databaseDeadline.within(passkeys.add(session, passkey));
    if (added === 'accountGone') throw new Problem('SESSION_INVALID');
    if (added === 'tooMany') throw new Problem('PASSKEYS_TOO_MANY');
    if (added === 'taken') throw new Problem('PASSKEY_REFUSED');
    const { addressKey } = request;
    await passkeyEvents.by('passkeyAdded', { account, passkey: added, useId: added.usedProof, addressKey });
    return { status: 201, body: passkeyView(added, account) };
  });
}

/** @throws Problem `PASSKEY_REFUSED` where it is wrong in any way, or its challenge was used by another request */
async function madeBy(
  { ceremonies, challenges, proofUses, databaseDeadline, now }: AdditionDependencies,
  { body, idempotencyKey }: EndpointRequest<z.output<NonNullable<typeof addPasskeyOperation.body>>>,
  sessionId: string,
) {
  const { credential } = body;
  const text = challengeIn(credential);
  const challenge = challenges.open(text, additionIn(sessionId), now().getTime());
  if (!challenge) throw new Problem('PASSKEY_REFUSED');
  const requestId = `${idempotencyKey}/${credential.id}`;
  if (!(await databaseDeadline.within(proofUses.take(challenge, requestId))))
    throw new Problem('PASSKEY_REFUSED');
  const { transports: told = [], ...response } = credential.response;
  const made = await ceremonies.made({ ...credential, clientExtensionResults: {}, response }, text);
  if (!made) throw new Problem('PASSKEY_REFUSED');
  const transports = passkeyTransports.filter((each) => told.includes(each));
  return { ...made, transports, usedProof: challenge.proofId };
}

function additionIn(sessionId: string): ChallengePurpose {
  return { purpose: 'add', sessionId };
}
