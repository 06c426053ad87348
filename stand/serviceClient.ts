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
}

const answerWithinMs = 15_000;

/** The API over HTTP, on connections that are kept. */
export class ServiceClient {
  constructor(private readonly baseUrl: string) {}

  /** @throws Error when no answer arrives. */
  async post({ path, body, idempotencyKey, flowToken }: Post): Promise<ServiceAnswer> {
    return this.ask(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': idempotencyKey,
        ...(flowToken !== undefined && { Authorization: `Bearer ${flowToken}` }),
      },
      body: JSON.stringify(body),
    });
  }

  /** Where a flow stands. */
  async read(flowId: string, flowToken: string): Promise<ServiceAnswer> {
    return this.ask(`/v1/flows/${flowId}`, { headers: { Authorization: `Bearer ${flowToken}` } });
  }

  private async ask(path: string, request: RequestInit): Promise<ServiceAnswer> {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(this.baseUrl + path, { ...request, signal });
    return { status: response.status, body: (await response.json()) as ServiceAnswer['body'] };
  }
}
