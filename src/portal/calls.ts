import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { Answer, Endpoint } from '../http/endpoint';
import { callEndpoint, type CallDependencies } from '../http/endpointCall';
import { languageOf } from './language';

/** What a page asks of the API. */
export interface PageCall {
  readonly operationId: string;
  readonly body?: unknown;
  readonly params?: Record<string, string>;
  readonly query?: Readonly<Record<string, string>>;
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
    const endpoint = this.endpointOf(call.operationId);
    const { key = '', body, flowToken, params = {}, query = {} } = call;
    const { locale } = languageOf(request);
    const parts = { params, query, locale, flowToken, body: () => body, idempotencyKey: () => key };
    const answer = await this.inSession(response, () =>
      callEndpoint(endpoint, request, parts, this.dependencies),
    );
    this.dependencies.sessionDoor.setCookies(response, answer.cookies ?? {});
    return answer;
  }

  /**
   * Looks whether who asks may call an operation that needs a session, before a form is shown.
   *
   * @throws Problem `SESSION_REQUIRED`, `SESSION_INVALID`, `NOT_PERMITTED`, `STEP_UP_REQUIRED`
   */
  async admit(request: Request, response: Response, operationId: string): Promise<void> {
    const { session } = this.endpointOf(operationId);
    if (session === undefined || session === 'begins') return;
    await this.inSession(response, () => this.dependencies.sessionDoor.admit(request, session));
  }

  /** The cookie of a session that is over goes, so that no page leads on as if it were not. */
  private async inSession<Outcome>(response: Response, ask: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Problem && error.code === 'SESSION_INVALID')
        this.dependencies.sessionDoor.setCookies(response, { session: null });
      throw error;
    }
  }

  private endpointOf(operationId: string): Endpoint {
    const endpoint = this.endpoints.get(operationId);
    if (!endpoint) throw new Error(`The API has no operation ${operationId}.`);
    return endpoint;
  }
}
