import {
  fromAnotherSite,
  ofAnyBody,
  ofAnyPut,
  ofAnySession,
  ofAnySessionCall,
  passwordTypedLongAgo,
  waitAt,
  withBody,
  withoutHeader,
  withQuery,
  type Provocation,
  type Provocations,
} from './provoking';
import { goodRequests, passkeyId } from './requests';
import { triesOfAddress } from './signedIn';

/** More than an account may have. */
const asMany: Provocation = async ({ api, good }) => {
  const { passkeys } = api.context.database;
  const one = await passkeys.findById(passkeyId).lean();
  const others = Array.from({ length: 9 }, (_, index) => `another${index}`);
  await passkeys.insertMany(others.map((_id) => ({ ...one, _id, credentialId: _id })));
  return api.send(good);
};

const passkeyGone: Provocation = async ({ api, good }) => {
  await api.context.database.passkeys.deleteMany({});
  return api.send(good);
};

const ofAnyChange: Provocations = {
  ...ofAnySession,
  ORIGIN_REFUSED: fromAnotherSite,
  STEP_UP_REQUIRED: passwordTypedLongAgo,
};
const keyed: Provocations = { IDEMPOTENCY_KEY_REQUIRED: withoutHeader('Idempotency-Key') };
const label = 'x'.repeat(61);

/** An answer to the challenge of somebody else's request. */
const toAnotherChallenge: Provocation = async ({ api, good }) => {
  const other = goodRequests['addPasskey']!(api);
  const { credential } = JSON.parse(String(other.body)) as { credential: { response: object } };
  const body = JSON.parse(String(good.body)) as { credential: { response: object } };
  const { clientDataJSON } = credential.response as { clientDataJSON: string };
  const response = { ...body.credential.response, clientDataJSON: clientDataJSON.slice(4) };
  return api.send({
    ...good,
    body: JSON.stringify({ ...body, credential: { ...body.credential, response } }),
  });
};

export const passkeyProvocations: Readonly<Record<string, Provocations>> = {
  listPasskeys: ofAnySession,
  askForPasskey: { ...ofAnyChange, ...keyed, PASSKEYS_TOO_MANY: asMany },
  addPasskey: {
    ...ofAnyChange,
    ...ofAnyBody,
    PASSKEY_NAME_INVALID: ({ api, good }) =>
      api.send({ ...good, body: JSON.stringify({ ...(JSON.parse(String(good.body)) as object), label }) }),
    PASSKEY_REFUSED: toAnotherChallenge,
    PASSKEYS_TOO_MANY: asMany,
  },
  renamePasskey: {
    ...ofAnySession,
    ...ofAnyPut,
    ORIGIN_REFUSED: fromAnotherSite,
    PASSKEY_NAME_INVALID: withBody({ label }),
    NOT_FOUND: passkeyGone,
  },
  keepPasskey: { ...ofAnyChange, ...keyed, NOT_FOUND: passkeyGone },
  removePasskey: { ...ofAnyChange, NOT_FOUND: passkeyGone },
  askForPasskeySignIn: { ...ofAnySessionCall, REQUEST_INVALID: withQuery('?username=NiccoloAdmin') },
  signInByPasskey: {
    ...ofAnySessionCall,
    ...ofAnyBody,
    ORIGIN_REFUSED: fromAnotherSite,
    PASSKEY_REFUSED: passkeyGone,
    SIGN_IN_WAIT: waitAt(triesOfAddress),
  },
  askForPasskeyStepUp: ofAnySession,
  stepUpByPasskey: {
    ...ofAnySession,
    ...ofAnyBody,
    ORIGIN_REFUSED: fromAnotherSite,
    PASSKEY_REFUSED: passkeyGone,
    SIGN_IN_WAIT: waitAt(triesOfAddress),
  },
};
