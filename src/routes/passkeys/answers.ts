import { z } from 'zod';
import { type Passkey, type PasskeyOwner, suspendedSince } from '../../database/passkeys';
import type { Shown } from '../../http/endpoint';
import { identifier, textUpTo, time } from '../../http/schemas';
import { normalisePasskeyName } from '../../identifiers/passkeyName';
import { passkeyTransports } from '../../security/passkeyCeremonies';

/** Bytes as WebAuthn's JSON has them. Of an answer that browsers may add fields to, those that count are read. */
function base64Url(maxLength: number) {
  return textUpTo(maxLength)
    .refine((text) => /^[\w-]+$/.test(text))
    .meta({ maxLength, pattern: '^[A-Za-z0-9_-]+$' });
}

const credentialShape = {
  id: base64Url(1_400),
  rawId: base64Url(1_400),
  type: z.literal('public-key'),
};
const clientDataJSON = base64Url(4_000);

/** What `PublicKeyCredential.toJSON()` gives after `navigator.credentials.create()`. */
export const createdCredentialSchema = z
  .object({
    ...credentialShape,
    response: z
      .object({
        clientDataJSON,
        attestationObject: base64Url(12_000),
        transports: z.array(textUpTo(32)).max(20).optional(),
      })
      .meta({ id: 'CreatedPasskeyResponse' }),
  })
  .meta({
    id: 'CreatedPasskey',
    description:
      'The answer of `navigator.credentials.create()`, as `toJSON()` gives it; further fields are ignored.',
  });

/** What `PublicKeyCredential.toJSON()` gives after `navigator.credentials.get()`. */
export const assertionSchema = z
  .object({
    ...credentialShape,
    response: z
      .object({
        clientDataJSON,
        authenticatorData: base64Url(4_000),
        signature: base64Url(4_000),
        userHandle: base64Url(128).nullish(),
      })
      .meta({ id: 'PasskeyAssertionResponse' }),
  })
  .meta({
    id: 'PasskeyAssertion',
    description:
      'The answer of `navigator.credentials.get()`, as `toJSON()` gives it; further fields are ignored.',
  });

export type Assertion = z.output<typeof assertionSchema>;

export const passkeyLabelSchema = identifier(normalisePasskeyName, 'PASSKEY_NAME_INVALID', {
  description: 'What the owner calls it: 1 to 60 characters.',
  example: 'Telefono di lavoro',
});

const namedCredentials = z.array(
  z
    .object({
      id: z.string(),
      type: z.literal('public-key'),
      transports: z.array(z.enum(passkeyTransports)).optional(),
    })
    .meta({ id: 'NamedPasskey' }),
);

const challenge = z.string().meta({ description: 'Counts once, within five minutes.' });

export const creationOptionsSchema = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }).meta({ id: 'PasskeyService' }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }).meta({ id: 'PasskeyUser' }),
    challenge,
    pubKeyCredParams: z.array(
      z.object({ type: z.literal('public-key'), alg: z.int() }).meta({ id: 'PasskeyAlgorithm' }),
    ),
    timeout: z.int(),
    attestation: z.literal('none'),
    excludeCredentials: namedCredentials,
    authenticatorSelection: z
      .object({
        residentKey: z.literal('required'),
        requireResidentKey: z.literal(true),
        userVerification: z.literal('required'),
      })
      .meta({ id: 'PasskeyAuthenticator' }),
    extensions: z.object({ credProps: z.literal(true) }).meta({ id: 'PasskeyExtensions' }),
  })
  .meta({
    id: 'PasskeyCreationOptions',
    description: 'For `PublicKeyCredential.parseCreationOptionsFromJSON()`.',
  });

export const requestOptionsSchema = z
  .object({
    rpId: z.string(),
    challenge,
    timeout: z.int(),
    userVerification: z.literal('required'),
    allowCredentials: namedCredentials.optional(),
  })
  .meta({
    id: 'PasskeyRequestOptions',
    description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON()`.',
  });

export const passkeySchema = z
  .object({
    id: z
      .string()
      .meta({ description: 'Names the passkey; opens nothing.', example: 'mYw3rXn0QyK2cJx4mB7gZl' }),
    label: z.string().meta({ description: 'What the owner calls it.' }),
    createdAt: time,
    lastUsedAt: time.optional(),
    backedUp: z.boolean().meta({ description: "Whether it is on the owner's other devices, too." }),
    suspendedSince: time.optional().meta({
      description:
        'Since a recovery, or since its counter went back: it signs in no more until its owner keeps it.',
    }),
  })
  .meta({ id: 'Passkey' });

/** A passkey as its owner sees it. */
export function passkeyView(passkey: Passkey, owner: PasskeyOwner): Shown<z.output<typeof passkeySchema>> {
  const { _id: id, name: label, createdAt, lastUsedAt, backedUp } = passkey;
  const since = suspendedSince(passkey, owner);
  return {
    ...{ id, label, backedUp },
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(since && { suspendedSince: since.toISOString() }),
  };
}
