import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { PasskeyCeremonies } from '../../src/security/passkeyCeremonies';

/** Bytes in hexadecimal. `refusedFor`: what this service asks for beyond the standard's least; empty where it accepts the answer. */
interface Answer {
  readonly challenge: string;
  readonly clientDataJSON: string;
  readonly refusedFor: '' | 'algorithm' | 'attestation' | 'frame' | 'user verification';
}
interface Vector {
  readonly name: string;
  readonly section: string;
  readonly credentialId: string;
  readonly made: Answer & { readonly attestationObject: string };
  readonly used: Answer & {
    readonly authenticatorData: string;
    readonly signature: string;
    readonly publicKey: string;
  };
}

const file = readFileSync(join(__dirname, 'vectors.json'), 'utf8');
const { vectors } = JSON.parse(file) as { readonly vectors: readonly Vector[] };
const rpId = 'example.org';
const origin = 'https://example.org';
const ceremonies = new PasskeyCeremonies({ rpId, origins: [origin] });
const base64Url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');
/** The standard's challenges are bytes; ours are texts, so that the texts of its vectors are their bytes one by one. */
const asText = (hex: string) => Buffer.from(hex, 'hex');
const careless = { expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: false };

function credential(id: string) {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
}

function creation({ credentialId, made }: Vector) {
  const { clientDataJSON, attestationObject } = made;
  return {
    ...credential(base64Url(credentialId)),
    response: { clientDataJSON: base64Url(clientDataJSON), attestationObject: base64Url(attestationObject) },
  };
}

function assertion({ credentialId, used }: Vector) {
  const { clientDataJSON, authenticatorData, signature } = used;
  return {
    ...credential(base64Url(credentialId)),
    response: {
      clientDataJSON: base64Url(clientDataJSON),
      authenticatorData: base64Url(authenticatorData),
      signature: base64Url(signature),
    },
  };
}

function known({ credentialId, used }: Vector) {
  const flags = Buffer.from(used.authenticatorData, 'hex')[32] ?? 0;
  const backupEligible = (flags & 0b1000) !== 0;
  return { credentialId: base64Url(credentialId), publicKey: base64Url(used.publicKey), backupEligible };
}

describe("the standard's vectors of a new passkey", () => {
  test.each(vectors)('section $section, $name: $made.refusedFor', async (vector) => {
    const { challenge, refusedFor } = vector.made;
    const made = await ceremonies.made(creation(vector), asText(challenge));
    expect(made !== undefined).toBe(refusedFor === '');
    if (made)
      expect(made).toEqual({ ...known(vector), counter: 0, backedUp: expect.any(Boolean) as boolean });
    if (refusedFor !== 'user verification' && refusedFor !== 'frame') return;
    const response = creation(vector);
    const verified = await verifyRegistrationResponse({
      ...careless,
      response,
      expectedChallenge: base64Url(challenge),
    });
    expect(verified.verified).toBe(true);
  });
});

describe("the standard's vectors of a passkey's use", () => {
  test.each(vectors)('section $section, $name: $used.refusedFor', async (vector) => {
    const { challenge, refusedFor } = vector.used;
    const used = await ceremonies.used(assertion(vector), asText(challenge), known(vector));
    expect(used !== undefined).toBe(refusedFor === '');
    if (used) {
      await expectEachChangeRefused(vector);
      return;
    }
    const { credentialId: id, publicKey } = known(vector);
    const verified = await verifyAuthenticationResponse({
      ...careless,
      response: assertion(vector),
      expectedChallenge: base64Url(challenge),
      expectedTopOrigin: 'https://example.com',
      credential: { id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 },
    });
    expect(verified.verified).toBe(true);
  });

  /** Each of them alone takes the answer away. */
  async function expectEachChangeRefused(vector: Vector): Promise<void> {
    const { used } = vector;
    const [challenge, response] = [asText(used.challenge), assertion(vector)];
    const own = known(vector);
    const flipped = (hex: string) => `${hex.slice(0, -2)}${hex.endsWith('00') ? '01' : '00'}`;
    const changed = (change: Partial<Vector['used']>) =>
      assertion({ ...vector, used: { ...used, ...change } });
    const elsewhere = (change: object) => new PasskeyCeremonies({ rpId, origins: [origin], ...change });
    const verdicts = await Promise.all([
      ceremonies.used(response, asText(flipped(used.challenge)), own),
      ceremonies.used(changed({ signature: flipped(used.signature) }), challenge, own),
      ceremonies.used(changed({ authenticatorData: flipped(used.authenticatorData) }), challenge, own),
      ceremonies.used({ ...response, id: 'other', rawId: 'other' }, challenge, own),
      ceremonies.used(response, challenge, { ...own, backupEligible: !own.backupEligible }),
      ceremonies.used(response, challenge, undefined),
      elsewhere({ rpId: 'example.com' }).used(response, challenge, own),
      elsewhere({ origins: ['https://www.example.org'] }).used(response, challenge, own),
    ]);
    expect(verdicts).toEqual(verdicts.map(() => undefined));
  }
});
