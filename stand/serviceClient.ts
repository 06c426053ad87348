import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FlowView } from '../workflows/contracts/flow';

/** An answer of the API, as far as the stand looks at it: a flow, with a token where one is given, or a problem. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Partial<FlowView> & { readonly flowToken?: string; readonly code?: string };
}

export interface Post {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly flowToken?: string;
  /** Address of the person, where the service trusts who forwards it. */
  readonly from?: string;
}

const answerWithinMs = 15_000;

/** The API over HTTP, on connections that are kept. */
export class ServiceClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly port: number) {}

  /** @throws Error when no answer arrives. */
  async post({ path, body, idempotencyKey, flowToken, from }: Post): Promise<ServiceAnswer> {
    const json = JSON.stringify(body);
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(json),
      'Idempotency-Key': idempotencyKey,
      ...(flowToken !== undefined && { Authorization: `Bearer ${flowToken}` }),
      ...(from !== undefined && { 'X-Forwarded-For': from }),
    };
    return this.ask({ method: 'POST', path, headers }, json);
  }

  /** Where a flow stands. */
  async read(flowId: string, flowToken: string): Promise<ServiceAnswer> {
    return this.ask({ path: `/v1/flows/${flowId}`, headers: { Authorization: `Bearer ${flowToken}` } });
  }

  private async ask(options: RequestOptions, body?: string): Promise<ServiceAnswer> {
    const signal = AbortSignal.timeout(answerWithinMs);
    const asked = request({ ...options, host: '127.0.0.1', port: this.port, agent: this.agent, signal });
    asked.end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const answer = JSON.parse(await text(response)) as ServiceAnswer['body'];
    return { status: response.statusCode ?? 0, body: answer };
  }
}
