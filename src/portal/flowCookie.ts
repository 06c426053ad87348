import type { Request, Response } from 'express';
import { HostCookie } from '../http/hostCookie';
import { keptFormSchema, type KeptForm } from './forms/keptForm';

/** What a browser keeps of the flow that it is in. */
export interface KeptFlow {
  readonly flowToken: string;
  /** The form that began it, so that "change it" shows it filled in. */
  readonly form?: KeptForm | undefined;
  /** Whether the browser was shown its end: its page can be opened again, and nothing leads there. */
  readonly isOver?: boolean;
}

export interface FlowCookieOptions {
  readonly name: string;
  /** Whether the pages are served by https; plain http is for the loopback alone. */
  readonly isSecure: boolean;
  readonly lifeMs: number;
}

const divider = ' ';
const over = 'over';

/** Carries a flow's token from page to page: out of reach of scripts, of other sites and of addresses. */
export class FlowCookie {
  private readonly cookie: HostCookie;

  constructor(options: FlowCookieOptions) {
    this.cookie = new HostCookie(options);
  }

  set(response: Response, { flowToken, form, isOver = false }: KeptFlow): void {
    const kept = form === undefined ? '' : Buffer.from(JSON.stringify(form)).toString('base64url');
    this.cookie.set(response, [flowToken, kept, isOver ? over : ''].join(divider).trimEnd());
  }

  read(request: Request): KeptFlow | undefined {
    const [flowToken, kept = '', end] = this.cookie.read(request)?.split(divider) ?? [];
    return flowToken === undefined ? undefined : { flowToken, form: formOf(kept), isOver: end === over };
  }

  clear(response: Response): void {
    this.cookie.clear(response);
  }
}

/** Undefined where there is none, or none of ours: what a browser sends may be anything. */
function formOf(kept: string): KeptForm | undefined {
  try {
    return keptFormSchema.parse(JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
