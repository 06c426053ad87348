import type { DerivedKey, Keyring } from '../config/keys';
import { flowNames, type FlowName } from '../../workflows/contracts/flow';
import { equalInConstantTime, hmac } from './digests';

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

const tokenForm =
  /^(?<flow>[A-Za-z]+)\.(?<flowId>[\w-]{22})\.(?<role>start|password)\.(?<number>0|[1-9]\d{0,8})\.(?<mac>[\w-]{43})$/;

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
