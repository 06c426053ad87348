import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** What may be wrong with an answer. */
interface Answering {
  readonly origin: string;
  readonly rpId: string;
  /** As text. */
  readonly challenge: string;
  readonly clientData?: object;
  readonly flags?: number;
  readonly counter?: number;
}

const present = 0b1;
const verified = 0b100;
const withKey = 0b100_0000;

/** A passkey (ES256, WebAuthn 6.1 and 6.5) whose answers are made byte by byte, for any page, right or wrong. */
export class HandmadePasskey {
  readonly credentialId = randomBytes(32).toString('base64url');
  readonly userHandle = randomBytes(32).toString('base64url');
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** COSE key, base64url. */
  get publicKey(): string {
    return this.coseKey().toString('base64url');
  }

  create(answering: Answering): RegistrationResponseJSON {
    const id = Buffer.from(this.credentialId, 'base64url');
    const data = Buffer.concat([
      authenticatorData({ ...answering, flags: (answering.flags ?? present | verified) | withKey }),
      Buffer.alloc(16),
      Buffer.from([0, id.length]),
      id,
      this.coseKey(),
    ]);
    const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex');
    const attestationObject = Buffer.concat([head, Buffer.from([data.length]), data]).toString('base64url');
    const clientDataJSON = clientDataOf('webauthn.create', answering).toString('base64url');
    return { ...this.named(), response: { clientDataJSON, attestationObject, transports: ['internal'] } };
  }

  get(answering: Answering): AuthenticationResponseJSON {
    const data = authenticatorData(answering);
    const clientData = clientDataOf('webauthn.get', answering);
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
    return {
      ...this.named(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, this.keys.privateKey).toString('base64url'),
        userHandle: this.userHandle,
      },
    };
  }

  private named() {
    const { credentialId: id } = this;
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
  }

  private coseKey(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }
}

function authenticatorData({ rpId, flags = present | verified, counter = 0 }: Answering): Buffer {
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counted]);
}

function clientDataOf(type: string, { challenge, origin, clientData }: Answering): Buffer {
  const encoded = Buffer.from(challenge).toString('base64url');
  return Buffer.from(JSON.stringify({ type, challenge: encoded, origin, crossOrigin: false, ...clientData }));
}
