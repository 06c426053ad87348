import type { Request, Response } from 'express';
import { HostCookies, type HostCookieOptions } from '../http/cookies';
import type { FlowTokens } from '../security/flowTokens';
import { keptFormSchema, type KeptForm } from './forms/keptForm';

/** Query parameter with the flow's id. It names the flow; it grants nothing. */
export const flowParameter = 'flow';

/** What a browser keeps of a flow. */
export interface KeptFlow {
  readonly flowToken: string;
  /** The form that began it, so that "change it" shows it filled in. */
  readonly form?: KeptForm | undefined;
  /** Whether the browser has shown its end. Its page still opens, but the start page no longer links to it. */
  readonly isOver?: boolean;
}

export interface FlowCookiesOptions extends Pick<HostCookieOptions, 'name' | 'isSecure' | 'lifeMs'> {
  readonly flowTokens: Pick<FlowTokens, 'namedBy'>;
  readonly now: () => Date;
}

/** What browsers send at most fits into the header of a request. */
const mostFlows = 5;
const flowIdForm = /^[\w-]{22}$/;
const divider = ' ';
const over = 'over';

/** The flow that the address of a page names. */
export function flowNamedBy(request: Request): string | undefined {
  const { [flowParameter]: flowId } = request.query;
  return typeof flowId === 'string' && flowIdForm.test(flowId) ? flowId : undefined;
}

/** {@link flowParameter} of the page that was asked for, for the pages that follow. */
export function sameFlow(request: Request): { readonly [flowParameter]?: string } {
  const flowId = flowNamedBy(request);
  return flowId === undefined ? {} : { [flowParameter]: flowId };
}

/**
 * Carries the token of each flow from page to page, in a cookie of the flow's own: out of reach of scripts, of other sites and of
 * addresses. Two tabs with two flows never meet.
 */
export class FlowCookies {
  private readonly cookies: HostCookies;

  constructor(private readonly options: FlowCookiesOptions) {
    this.cookies = new HostCookies(options);
  }

  /** Keeps a flow and drops the oldest where there are too many. @returns the flow's id */
  keep(request: Request, response: Response, { flowToken, form, isOver = false }: KeptFlow): string {
    const flowId = this.options.flowTokens.namedBy(flowToken)?.flowId ?? '';
    const others = this.flowsOf(request).filter((other) => other !== flowId);
    for (const oldest of others.slice(mostFlows - 1)) this.cookies.of(oldest).clear(response);
    const begun = this.begunAt(request, flowId) ?? this.options.now().getTime();
    const kept = form === undefined ? '' : Buffer.from(JSON.stringify(form)).toString('base64url');
    const value = [flowToken, begun.toString(36), kept, isOver ? over : ''].join(divider).trimEnd();
    this.cookies.of(flowId).set(response, value);
    return flowId;
  }

  /** Undefined for a flow that this browser does not have. */
  read(request: Request, flowId: string | undefined): KeptFlow | undefined {
    if (flowId === undefined) return undefined;
    const [flowToken = '', , kept = '', end] = this.partsOf(request, flowId);
    if (this.options.flowTokens.namedBy(flowToken)?.flowId !== flowId) return undefined;
    return { flowToken, form: formOf(kept), isOver: end === over };
  }

  /** The flow that began last. */
  latest(request: Request): string | undefined {
    return this.flowsOf(request)[0];
  }

  /** The flow that began last of those whose end was not shown. */
  latestUnderWay(request: Request): string | undefined {
    return this.flowsOf(request).find((flowId) => this.read(request, flowId)?.isOver === false);
  }

  clear(response: Response, flowId: string): void {
    this.cookies.of(flowId).clear(response);
  }

  clearAll(request: Request, response: Response): void {
    for (const flowId of this.cookies.idsOf(request)) this.clear(response, flowId);
  }

  /** Latest first. */
  private flowsOf(request: Request): string[] {
    const begun = (flowId: string) => this.begunAt(request, flowId) ?? 0;
    return this.cookies
      .idsOf(request)
      .filter((id) => flowIdForm.test(id))
      .sort((left, right) => begun(right) - begun(left));
  }

  private begunAt(request: Request, flowId: string): number | undefined {
    const begun = parseInt(this.partsOf(request, flowId)[1] ?? '', 36);
    return Number.isSafeInteger(begun) ? begun : undefined;
  }

  private partsOf(request: Request, flowId: string): readonly string[] {
    return this.cookies.of(flowId).read(request)?.split(divider) ?? [];
  }
}

/** Undefined for anything that we did not write: a browser may send anything. */
function formOf(kept: string): KeptForm | undefined {
  try {
    return keptFormSchema.parse(JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
