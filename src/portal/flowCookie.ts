import type { Request, Response } from 'express';
import { HostCookie } from '../http/hostCookie';
import type { FlowGrant, FlowTokens } from '../security/flowTokens';

export interface FlowCookieOptions {
  readonly flowTokens: FlowTokens;
  /** Whether the pages are served by https; plain http is for the loopback alone. */
  readonly isSecure: boolean;
  readonly lifeMs: number;
}

/** Carries the flow token from the activation to the password: out of reach of scripts, of other sites and of addresses. */
export class FlowCookie {
  private readonly cookie: HostCookie;

  constructor(private readonly options: FlowCookieOptions) {
    this.cookie = new HostCookie({ name: 'activation', ...options });
  }

  set(response: Response, flowToken: string): void {
    this.cookie.set(response, flowToken);
  }

  /** What the cookie grants; undefined where there is none that may set a password. */
  read(request: Request): FlowGrant | undefined {
    const token = this.cookie.read(request);
    const grant = token === undefined ? undefined : this.options.flowTokens.verify(token);
    return grant?.role === 'password' ? grant : undefined;
  }
}
