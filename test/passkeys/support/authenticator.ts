import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import WebAuthnEmulator, {
  AuthenticatorEmulator,
  PasskeysCredentialsMemoryRepository,
} from 'nid-webauthn-emulator';

interface Making {
  readonly verifiesUser?: boolean;
  /** By how much the counter grows; 0: it does not count. */
  readonly counts?: number;
  readonly algorithm?: 'ES256' | 'RS256' | 'EdDSA';
}

/** An authenticator in software, as a browser on a page of `origin` uses it. */
export class SoftwareAuthenticator {
  private readonly credentialsRepository = new PasskeysCredentialsMemoryRepository();

  constructor(
    readonly origin: string,
    private readonly making: Making = {},
  ) {}

  create(options: unknown, change: Making = {}): RegistrationResponseJSON {
    const asked = options as PublicKeyCredentialCreationOptionsJSON;
    return this.emulator(change).createJSON(this.origin, asked);
  }

  get(options: unknown, change: Making = {}): AuthenticationResponseJSON {
    const asked = options as PublicKeyCredentialRequestOptionsJSON;
    return this.emulator(change).getJSON(this.origin, asked);
  }

  private emulator(change: Making): WebAuthnEmulator {
    const { verifiesUser = true, counts = 1, algorithm = 'ES256' } = { ...this.making, ...change };
    const interaction = { options: { uv: verifiesUser, up: true } };
    return new WebAuthnEmulator(
      new AuthenticatorEmulator({
        algorithmIdentifiers: [algorithm],
        signCounterIncrement: counts,
        verifications: { userPresent: true, userVerified: verifiesUser },
        userMakeCredentialInteraction: () => interaction,
        userGetAssertionInteraction: () => interaction,
        credentialsRepository: this.credentialsRepository,
        stateless: false,
      }),
    );
  }
}
