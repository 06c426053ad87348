import { type FlowName, flowNames, takesStep } from '../../workflows/contracts/flow';
import type { DerivedKey, Keyring } from '../config/keys';
import { plainText } from '../identifiers/typedText';
import { equalInConstantTime, hmac, keyedDigest } from './digests';

/** Crockford's base 32: no I, L, O or U, so that it can be read out over the telephone. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const tokenForm =
  /^(?<flow>[A-Za-z]+)\.(?<flowId>[\w-]{22})\.(?<role>start|password)\.(?<number>0|[1-9]\d{0,8})\.(?<mac>[\w-]{43})$/;
const flowIdLength = 22;
/** A link's token, also within its link or a sentence. */
const linkTokenForm = /(?<![\w-])[\w-]{65}(?![\w-])/;

/**
 * Id of the flow that a request starts: 128 bits over the idempotency key and the body, so that a repeated request finds
 * its own flow and nobody can guess one.
 *
 * @returns 22 characters of base64url
 */
export function flowIdOf(keys: Keyring, flow: FlowName, idempotencyKey: string, body: unknown): string {
  return keyedDigest(keys, 'flow id', flow, idempotencyKey.toLowerCase(), canonicalJson(body)).slice(0, 22);
}

/**
 * Id of a step's request, so that the same request has one effect and one answer. Its key alone names it: ids are in clear at
 * Temporal, and one that followed from a password or PUK would be a digest to guess it by. A code lives for minutes; of it 24
 * bits are bound, so that another code under the same key is another try.
 *
 * @returns 22 characters of base64url, or 27 with a code
 */
export function stepIdOf(
  keys: Keyring,
  flowId: string,
  step: string,
  idempotencyKey: string,
  code?: string,
): string {
  const id = keyedDigest(keys, 'flow id', flowId, step, idempotencyKey.toLowerCase()).slice(0, 22);
  if (code === undefined) return id;
  return `${id}.${keyedDigest(keys, 'flow id', id, code).slice(0, 4)}`;
}

/** What a person reads out to the support desk: ten characters of Crockford's base 32, derived from an id. */
export function supportReferenceOf(keys: Keyring, id: string): string {
  const digest = Buffer.from(keyedDigest(keys, 'support reference', id), 'base64url');
  return Array.from(digest.subarray(0, 10), (byte) => crockford[byte % 32]).join('');
}

/** What the trail keeps of the flow that something was done by: its name, and the reference to look it up with. */
export function flowOf(keys: Keyring, workflowId: string) {
  const [detail, flowId = ''] = workflowId.split('/');
  return { detail, reference: supportReferenceOf(keys, flowId) };
}

/** JSON with the keys of every object in order, so that two spellings of one body are one. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * `start` reads a flow, submits code or PUK, asks for a resend and, in a flow with a code, sets the password; `password` comes
 * from an activation: in a flow with a link it alone sets the password.
 * The number is that of the activation, 0 for a start.
 */
export interface FlowGrant {
  readonly flow: FlowName;
  readonly flowId: string;
  readonly role: 'start' | 'password';
  readonly number: number;
}

/** Anyone may fill in the form: in a flow with a link, only the activation's token sets the password. */
export function maySetPassword({ flow, role }: FlowGrant): boolean {
  return role === 'password' || !takesStep(flow, 'activate');
}

/**
 * Flow tokens are derived, never stored: the same request gets the same token. One that belongs to an account grants nothing
 * to another.
 */
export class FlowTokens {
  constructor(private readonly keys: Keyring) {}

  /** @param accountId of the account that began the flow, where one did */
  issue(grant: FlowGrant, accountId?: string): string {
    return [...claims(grant), mac(this.keys.current('flow token'), grant, accountId)].join('.');
  }

  /** The flow that a token names, genuine or not. */
  namedBy(token: string): { readonly flow: FlowName; readonly flowId: string } | undefined {
    const groups = tokenForm.exec(token)?.groups;
    const flow = flowNames.find((name) => name === groups?.['flow']);
    return flow && { flow, flowId: groups?.['flowId'] ?? '' };
  }

  /** What a token grants; undefined when it was not issued by this service, or to another account. */
  verify(token: string, accountId?: string): FlowGrant | undefined {
    const groups = tokenForm.exec(token)?.groups;
    const named = this.namedBy(token);
    if (!groups || !named) return undefined;
    const grant: FlowGrant = {
      ...named,
      role: groups['role'] === 'password' ? 'password' : 'start',
      number: Number(groups['number']),
    };
    const genuine = this.keys
      .all('flow token')
      .map((key) => equalInConstantTime(mac(key, grant, accountId), groups['mac'] ?? ''))
      .includes(true);
    return genuine ? grant : undefined;
  }
}

function claims({ flow, flowId, role, number }: FlowGrant): string[] {
  return [flow, flowId, role, String(number)];
}

function mac(key: DerivedKey, grant: FlowGrant, accountId: string | undefined): string {
  return hmac(key, ...claims(grant), ...(accountId === undefined ? [] : [accountId]));
}

/**
 * Tokens of the links in mails: the flow's id, followed by a 256-bit HMAC over it. Derived, so that a resend carries the
 * same link and nothing is stored.
 */
export class ActivationLinks {
  constructor(
    private readonly keys: Keyring,
    private readonly publicBaseUrl: string,
  ) {}

  /** 65 characters of base64url. */
  tokenOf(flow: FlowName, flowId: string): string {
    return flowId + hmac(this.keys.current('activation link'), flow, flowId);
  }

  /** The token rides in the fragment, which no server and no referrer sees. */
  linkOf(token: string): string {
    return `${this.publicBaseUrl}/activation#${token}`;
  }

  /**
   * The flow that a token belongs to; undefined when this service did not make it.
   *
   * @param pasted the token, or its whole link; blanks and unseen characters do not count.
   */
  verify(pasted: string): { readonly flow: FlowName; readonly flowId: string } | undefined {
    const [token] = linkTokenForm.exec(plainText(pasted).replaceAll(' ', '')) ?? [];
    if (token === undefined) return undefined;
    const flowId = token.slice(0, flowIdLength);
    const mac = token.slice(flowIdLength);
    const flow = flowNames.find((name) =>
      this.keys.all('activation link').some((key) => equalInConstantTime(hmac(key, name, flowId), mac)),
    );
    return flow && { flow, flowId };
  }
}
