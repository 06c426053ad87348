import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { Answer, Endpoint } from '../http/endpoint';
import { callEndpoint, type CallDependencies } from '../http/endpointCall';

/** What a page asks of the API. */
export interface PageCall {
  readonly operationId: string;
  readonly body?: unknown;
  readonly params?: Record<string, string>;
  readonly flowToken?: string | undefined;
  /** A form's own UUID; a call that changes nothing has none. */
  readonly key?: string;
}

/** The pages call the endpoints of the API as any other client does, without a network in between. */
export class PortalCalls {
  private readonly endpoints: ReadonlyMap<string, Endpoint>;

  constructor(
    endpoints: readonly Endpoint[],
    private readonly dependencies: CallDependencies,
  ) {
    this.endpoints = new Map(endpoints.map((endpoint) => [endpoint.operationId, endpoint]));
  }

  /** Cookies of the answer are set. @throws Problem as the endpoint does */
  async call(request: Request, response: Response, call: PageCall): Promise<Answer> {
    const endpoint = this.endpoints.get(call.operationId);
    if (!endpoint) throw new Error(`The API has no operation ${call.operationId}.`);
    const { key = '', body, flowToken, params = {} } = call;
    const parts = { params, query: {}, flowToken, body: () => body, idempotencyKey: () => key };
    const answer = await callEndpoint(endpoint, request, parts, this.dependencies);
    this.dependencies.sessionDoor.setCookies(response, answer.cookies ?? {});
    return answer;
  }
}

/** The answer's body, where the page knows its shape. @throws Problem `INTERNAL_ERROR` */
export function bodyOf(answer: Answer): Readonly<Record<string, unknown>> {
  if (typeof answer.body !== 'object' || answer.body === null) throw new Problem('INTERNAL_ERROR');
  return answer.body as Readonly<Record<string, unknown>>;
}
