import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { EmployeeApplication } from '../../workflows/contracts/employeeRegistration';
import type { ClaimedLine, SimKind } from '../../workflows/contracts/lines';
import type { Whole } from '../../workflows/contracts/whole';
import type { DerivedKey, KeyPurpose, Keyring } from '../config/keys';
import { lineKeyOf, mailboxKeyOf } from './digests';

const nonceBytes = 12;
const tagBytes = 16;
const sealedEncoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';
const encoder = new TextEncoder();
const PayloadMessage = temporal.api.common.v1.Payload;

/** AES-256-GCM with a fresh 96-bit nonce: nonce, tag, ciphertext. */
function seal(plain: Uint8Array, key: DerivedKey): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed with another key or tampered with */
function unseal(sealed: Uint8Array, key: DerivedKey): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.secret, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

/**
 * Seals a text under the purpose's own key, so that it stays unreadable where operators see payloads decoded.
 *
 * @returns `<key id>.<base64url>`
 */
export function sealText(keys: Keyring, purpose: KeyPurpose, text: string): string {
  const key = keys.current(purpose);
  return `${key.id}.${seal(Buffer.from(text), key).toString('base64url')}`;
}

/** @throws Error when no key of the ring opens it */
export function openText(keys: Keyring, purpose: KeyPurpose, sealed: string): string {
  const split = sealed.lastIndexOf('.');
  const key = keys.all(purpose).find(({ id }) => id === sealed.slice(0, split));
  if (!key) throw new Error(`A text for "${purpose}" was sealed with a key that is not in the ring.`);
  return unseal(Buffer.from(sealed.slice(split + 1), 'base64url'), key).toString('utf8');
}

/**
 * Encrypts every payload that leaves the process: AES-256-GCM, a fresh 96-bit nonce each, the key's id beside it.
 * Payloads under an earlier key of the ring still open, so that keys rotate without losing a history.
 */
export class EncryptingPayloadCodec implements PayloadCodec {
  constructor(private readonly keys: Keyring) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    const key = this.keys.current('payload codec');
    return Promise.resolve(payloads.map((payload) => sealedPayload(payload, key)));
  }

  /** @throws Error when a payload was closed with a key that the ring does not hold, or was tampered with */
  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.open(payload)));
  }

  private open(payload: Payload): Payload {
    if (textOf(payload.metadata?.['encoding']) !== sealedEncoding || !payload.data) return payload;
    const keyId = textOf(payload.metadata?.[keyIdField]);
    const key = this.keys.all('payload codec').find(({ id }) => id === keyId);
    if (!key) throw new Error('A payload was encrypted with a key that is not in SERVICE_KEYS.');
    return PayloadMessage.decode(unseal(payload.data, key));
  }
}

function sealedPayload(payload: Payload, key: DerivedKey): Payload {
  return {
    metadata: { encoding: encoder.encode(sealedEncoding), [keyIdField]: encoder.encode(key.id) },
    data: seal(PayloadMessage.encode(payload).finish(), key),
  };
}

function textOf(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString('utf8') : undefined;
}

/** How values of one shape are sealed, under the purpose's own key, and opened. */
function sealedAs<Shape extends z.ZodType>(purpose: KeyPurpose, shape: Shape) {
  return {
    /** What the shape does not name stays out. */
    seal: (keys: Keyring, value: z.input<Shape>): string =>
      sealText(keys, purpose, JSON.stringify(shape.parse(value))),
    /** @throws Error when no key of the ring opens it */
    open: (keys: Keyring, sealed: string): z.output<Shape> =>
      shape.parse(JSON.parse(openText(keys, purpose, sealed))),
  };
}

const applicationSchema = z.object({ vatNumber: z.string(), username: z.string() });

/** What the applicant typed that the activities need as it is. */
export type Application = z.infer<typeof applicationSchema>;

export const { seal: sealApplication, open: openApplication } = sealedAs('application', applicationSchema);

const contactsSchema = z.object({ email: z.string(), mobile: z.string() });

/** Where the person of an account is reached; the mobile in E.164. */
export type Contacts = z.infer<typeof contactsSchema>;

export const { seal: sealContacts, open: openContacts } = sealedAs('recipient', contactsSchema);

const profileSchema = z.object({
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  mobile: z.string(),
});

const invitationSchema = z.object({ vatNumber: z.string(), profile: profileSchema.optional() });

/** The company that invites a Telco Manager and, for a new profile, the person; the mobile in E.164. */
export type Invitation = z.infer<typeof invitationSchema>;

export const { seal: sealInvitation, open: openInvitation } = sealedAs('application', invitationSchema);

const leavingAccountSchema = z.object({
  kind: z.enum(['userAdmin', 'employee', 'telcoManager']),
  status: z.enum(['reserved', 'active']),
  username: z.string(),
  vatNumber: z.string(),
  customerCode: z.string().optional(),
  email: z.string().optional(),
  mobile: z.string().optional(),
  locale: z.enum(['it', 'en']),
  /** Lines as they were when the account proved them: MSISDN, company, `YYYY-MM-DD`. */
  lines: z.array(z.object({ msisdn: z.string(), vatNumber: z.string(), activatedOn: z.string() })),
});

/** What the notices of an account's end need once the account is gone. */
export type LeavingAccount = z.infer<typeof leavingAccountSchema>;

export const { seal: sealLeavingAccount, open: openLeavingAccount } = sealedAs(
  'recipient',
  leavingAccountSchema,
);

const comparedAccountSchema = z.object({ accountId: z.string(), sessionEpoch: z.number() });

/** The account that a password was right for, or one that does not exist. */
export const { seal: sealComparedAccount, open: openComparedAccount } = sealedAs(
  'recipient',
  comparedAccountSchema,
);

export interface TypedLine {
  /** MSISDN, E.164. */
  readonly line: string;
  readonly simKind: SimKind;
}

/** What an employee types in the registration, in normal form. */
export interface TypedApplication extends TypedLine {
  readonly email: string;
}

export function claimedLineOf(keys: Keyring, { line, simKind }: TypedLine): Whole<ClaimedLine> {
  return { line: sealText(keys, 'recipient', line), lineKey: lineKeyOf(keys, line), simKind };
}

/** What was typed, as it leaves the edge. */
export function employeeApplicationOf(keys: Keyring, typed: TypedApplication): Whole<EmployeeApplication> {
  const { email } = typed;
  return {
    ...claimedLineOf(keys, typed),
    mailbox: sealText(keys, 'recipient', email),
    mailboxKey: mailboxKeyOf(keys, email),
  };
}
