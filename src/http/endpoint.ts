import type { z } from 'zod';
import type { ProblemCode } from '../errors/problemCodes';
import type { FlowGrant } from '../security/flowTokens';
import type { Locale } from '../../workflows/contracts/flow';
import type { AccountFunction } from './permissions';
import type { CookieChange, SignedIn } from './sessionDoor';

/** What an endpoint is asked, after everything that can be refused beforehand was refused. */
export interface EndpointRequest<Body, Query = unknown> {
  readonly body: Body;
  /** Parameters behind the `?`; empty where the endpoint takes none. */
  readonly query: Query;
  readonly locale: Locale;
  /** Keyed digest of the network address that the request came from. */
  readonly addressKey: string;
  /** The caller's UUID; empty where the endpoint asks for none. */
  readonly idempotencyKey: string;
  /** What the flow token grants; present where the endpoint asks for one. */
  readonly grant: FlowGrant | undefined;
  /** Who is signed in; present where the endpoint, or the granted flow, needs a session. */
  readonly signedIn: SignedIn | undefined;
  /** What came along where a session begins or is needed, verified or not. */
  readonly sessionToken: string | undefined;
  readonly deviceToken: string | undefined;
  readonly params: Readonly<Record<string, string | string[]>>;
}

export interface Answer {
  readonly status: number;
  /** Undefined where the answer has none. */
  readonly body: unknown;
  readonly cookies?: CookieChange;
}

/** One call of the API: what the router serves and what the OpenAPI description tells are made from it. */
export interface Endpoint<
  BodySchema extends z.ZodType = z.ZodType,
  QuerySchema extends z.ZodObject = z.ZodObject,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form: `/v1/flows/{flowId}`. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Whether a flow token is asked for, and of which role at least. */
  readonly flowToken?: FlowGrant['role'];
  /** Whether a session begins here, or for which function one has to be there. */
  readonly session?: 'begins' | AccountFunction;
  readonly body?: BodySchema;
  /** Parameters behind the `?`, each of them a text; strict, so that an unknown one is refused. */
  readonly query?: QuerySchema;
  /** Without a schema the answer has no body. */
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType };
  /** Refusals of its own, beside those that every call shares. */
  readonly problems: readonly ProblemCode[];
  handle(request: EndpointRequest<z.output<BodySchema>, z.output<QuerySchema>>): Promise<Answer>;
}

/** Keeps the types of body and query while the endpoints are kept in one list. */
export function endpoint<BodySchema extends z.ZodType, QuerySchema extends z.ZodObject>(
  definition: Endpoint<BodySchema, QuerySchema>,
): Endpoint {
  return definition;
}

/** The path in Express's form: `/v1/flows/:flowId`. */
export function expressPath({ path }: Endpoint): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
