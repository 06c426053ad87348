import { parse } from 'cookie';
import type { Request, Response } from 'express';
import type { FlowGrant, FlowTokens } from '../security/flowTokens';

export interface FlowCookieOptions {
  readonly flowTokens: FlowTokens;
  /** Whether the pages are served by https; plain http is for the loopback alone. */
  readonly isSecure: boolean;
  readonly lifeMs: number;
}

/** Carries the flow token from the activation to the password: out of reach of scripts, of other sites and of addresses. */
export class FlowCookie {
  private readonly name: string;

  constructor(private readonly options: FlowCookieOptions) {
    this.name = options.isSecure ? '__Host-activation' : 'activation';
  }

  set(response: Response, flowToken: string): void {
    response.cookie(this.name, flowToken, {
      httpOnly: true,
      secure: this.options.isSecure,
      sameSite: 'strict',
      path: '/',
      maxAge: this.options.lifeMs,
    });
  }

  /** What the cookie grants; undefined where there is none that may set a password. */
  read(request: Request): FlowGrant | undefined {
    const token = parse(request.get('Cookie') ?? '')[this.name];
    const grant = token === undefined ? undefined : this.options.flowTokens.verify(token);
    return grant?.role === 'password' ? grant : undefined;
  }
}
