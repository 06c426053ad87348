import type { z } from 'zod';
import type { ProblemCode } from '../errors/problemCodes';
import type { FlowGrant } from '../security/flowTokens';
import type { Locale } from '../../workflows/contracts/flow';

/** What an endpoint is asked, after everything that can be refused beforehand was refused. */
export interface EndpointRequest<Body> {
  readonly body: Body;
  readonly locale: Locale;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  /** The caller's UUID; empty where the endpoint asks for none. */
  readonly idempotencyKey: string;
  /** What the flow token grants; present where the endpoint asks for one. */
  readonly grant: FlowGrant | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call of the API: what the router serves and what the OpenAPI description tells are made from it. */
export interface Endpoint<BodySchema extends z.ZodType = z.ZodType> {
  readonly method: 'get' | 'post';
  /** OpenAPI form: `/v1/flows/{flowId}`. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Whether a flow token is asked for, and of which role at least. */
  readonly flowToken?: FlowGrant['role'];
  readonly body?: BodySchema;
  readonly success: { readonly status: number; readonly description: string; readonly schema: z.ZodType };
  /** Refusals of its own, beside those that every call shares. */
  readonly problems: readonly ProblemCode[];
  handle(request: EndpointRequest<z.output<BodySchema>>): Promise<Answer>;
}

/** Keeps the type of the body while the endpoints are kept in one list. */
export function endpoint<BodySchema extends z.ZodType>(definition: Endpoint<BodySchema>): Endpoint {
  return definition;
}

/** The path in Express's form: `/v1/flows/:flowId`. */
export function expressPath({ path }: Endpoint): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
