import { generateKeyPairSync } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { PasskeyConfig } from '../config/passkeys';

/** Shown by phones and browsers beside the account's name. */
const rpName = 'Wind Tre Business';
/** EdDSA, ES256, RS256 (IANA's COSE algorithms). */
const algorithms = [-8, -7, -257];

/** As browsers name the ways to an authenticator. */
export const passkeyTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

/** What is known of a passkey when it is used. */
export interface KnownCredential {
  /** base64url */
  readonly credentialId: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** Whether it may be copied to the owner's other devices; that never changes. */
  readonly backupEligible: boolean;
}

/** Whose passkey is made, and for which challenge. */
interface Creation {
  readonly challenge: string;
  /** Random, base64url. */
  readonly userHandle: string;
  readonly username: string;
  /** Authenticators that have one of these make no other. */
  readonly known: readonly NamedCredential[];
}

interface NamedCredential {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

/** A passkey as the authenticator made it. */
export interface MadeCredential extends KnownCredential {
  readonly counter: number;
  readonly backedUp: boolean;
}

/** What a right signature says besides. */
export interface SignedUse {
  readonly counter: number;
  readonly backedUp: boolean;
}

/** Loaded at the first passkey: its parsers of certificates take longer than the rest of the start. */
const library = () => import('@simplewebauthn/server');

/** The two ceremonies of WebAuthn, level 3: user verification always, attestation never, nothing from within a frame. */
export class PasskeyCeremonies {
  constructor(private readonly config: Pick<PasskeyConfig, 'rpId' | 'origins'>) {}

  /** Only discoverable passkeys are asked for: they sign in without a username. */
  async creationOptions({
    challenge,
    userHandle,
    username,
    known,
  }: Creation): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await library();
    return generateRegistrationOptions({
      rpName,
      rpID: this.config.rpId,
      userName: username,
      userDisplayName: username,
      userID: Buffer.from(userHandle, 'base64url'),
      challenge: Buffer.from(challenge),
      attestationType: 'none',
      supportedAlgorithmIDs: algorithms,
      excludeCredentials: known.map(named),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** @param allowed undefined: any that the person chooses */
  async requestOptions(
    challenge: string,
    allowed?: readonly NamedCredential[],
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await library();
    return generateAuthenticationOptions({
      rpID: this.config.rpId,
      challenge: Buffer.from(challenge),
      userVerification: 'required',
      ...(allowed && { allowCredentials: allowed.map(named) }),
    });
  }

  /** Undefined for an answer that is wrong in any way, or is to another challenge. */
  async made(
    response: RegistrationResponseJSON,
    challenge: string | Buffer,
  ): Promise<MadeCredential | undefined> {
    const { verifyRegistrationResponse } = await library();
    const verified = await orUndefined(
      verifyRegistrationResponse({
        response,
        expectedChallenge: Buffer.from(challenge).toString('base64url'),
        expectedOrigin: [...this.config.origins],
        expectedRPID: this.config.rpId,
        supportedAlgorithmIDs: algorithms,
      }),
    );
    if (!verified?.verified || isFramed(response)) return undefined;
    const { credential, credentialBackedUp, credentialDeviceType } = verified.registrationInfo;
    if (credential.id !== response.id) return undefined;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  }

  /**
   * Undefined for an answer that is wrong in any way, or is to another challenge. The counter is not compared here.
   *
   * @param known undefined where there is no such passkey: the same work is done, and the answer is wrong
   */
  async used(
    response: AuthenticationResponseJSON,
    challenge: string | Buffer,
    known: KnownCredential | undefined,
  ): Promise<SignedUse | undefined> {
    const { verifyAuthenticationResponse } = await library();
    const { publicKey, backupEligible } = known ?? decoy;
    const verified = await orUndefined(
      verifyAuthenticationResponse({
        response,
        expectedChallenge: Buffer.from(challenge).toString('base64url'),
        expectedOrigin: [...this.config.origins],
        expectedRPID: this.config.rpId,
        credential: { id: response.id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 },
      }),
    );
    if (!known || !verified?.verified || isFramed(response)) return undefined;
    const { newCounter, credentialDeviceType, credentialBackedUp } = verified.authenticationInfo;
    if (response.id !== known.credentialId || (credentialDeviceType === 'multiDevice') !== backupEligible)
      return undefined;
    return { counter: newCounter, backedUp: credentialBackedUp };
  }
}

/** The challenge that the answer names, whether it is one of ours or not; empty where it names none. */
export function challengeIn(response: AnyResponse): string {
  const { challenge } = clientDataIn(response);
  return typeof challenge === 'string' ? Buffer.from(challenge, 'base64url').toString() : '';
}

interface AnyResponse {
  readonly response: { readonly clientDataJSON: string };
}

/** No page of ours is shown within another one. */
function isFramed(response: AnyResponse): boolean {
  const { crossOrigin, topOrigin } = clientDataIn(response);
  return crossOrigin === true || topOrigin !== undefined;
}

function clientDataIn({ response }: AnyResponse): {
  readonly challenge?: unknown;
  readonly crossOrigin?: unknown;
  readonly topOrigin?: unknown;
} {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** The library throws whatever is wrong with an answer. */
async function orUndefined<Verified>(verifying: Promise<Verified>): Promise<Verified | undefined> {
  try {
    return await verifying;
  } catch {
    return undefined;
  }
}

function named({ credentialId: id, transports }: NamedCredential) {
  return { id, transports: [...transports] as AuthenticatorTransport[] };
}

const decoy = { publicKey: decoyKey(), backupEligible: false };

/** An ES256 key that nobody has, as COSE has it (RFC 9053, 7.1.1). */
function decoyKey(): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  const [head, between] = ['a5010203262001215820', '225820'].map((hex) => Buffer.from(hex, 'hex'));
  return Buffer.concat(
    [head, Buffer.from(x, 'base64url'), between, Buffer.from(y, 'base64url')].filter(
      (part) => part !== undefined,
    ),
  ).toString('base64url');
}
