import type { Request, Response } from 'express';
import { HostCookie } from '../http/hostCookie';

/** What a browser keeps of the flow that it is in. */
export interface KeptFlow {
  readonly flowToken: string;
  /** Line, username or mailbox, as it was typed: the page shows it again, with a way to change it. */
  readonly typed: string;
}

export interface FlowCookieOptions {
  readonly name: string;
  /** Whether the pages are served by https; plain http is for the loopback alone. */
  readonly isSecure: boolean;
  readonly lifeMs: number;
}

const divider = ' ';

/** Carries a flow's token from page to page: out of reach of scripts, of other sites and of addresses. */
export class FlowCookie {
  private readonly cookie: HostCookie;

  constructor(options: FlowCookieOptions) {
    this.cookie = new HostCookie(options);
  }

  set(response: Response, { flowToken, typed }: KeptFlow): void {
    this.cookie.set(response, flowToken + divider + Buffer.from(typed).toString('base64url'));
  }

  read(request: Request): KeptFlow | undefined {
    const [flowToken, typed = ''] = this.cookie.read(request)?.split(divider) ?? [];
    if (flowToken === undefined) return undefined;
    return { flowToken, typed: Buffer.from(typed, 'base64url').toString('utf8') };
  }

  clear(response: Response): void {
    this.cookie.clear(response);
  }
}
