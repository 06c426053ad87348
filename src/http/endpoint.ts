import type { z } from 'zod';
import type { ProblemCode } from '../errors/problemCodes';
import type { FlowGrant } from '../security/flowTokens';
import type { Locale } from '../../workflows/contracts/flow';
import type { AccountFunction } from './permissions';
import type { CookieChange, SignedIn } from './sessionGuard';

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

/** A value that nobody changes, whole. */
export type Shown<Value> = Value extends readonly (infer Element)[]
  ? readonly Shown<Element>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Shown<Value[Key]> }
    : Value;

export interface Answer<Body = unknown> {
  readonly status: number;
  /** Undefined where the answer has none. */
  readonly body: Body;
  readonly cookies?: CookieChange;
}

/**
 * One call of the API as it is declared, the only place that says which shapes it takes and gives: the router, the OpenAPI
 * description and the portal's pages work from it.
 */
export interface Operation<
  BodySchema extends z.ZodType = z.ZodType,
  QuerySchema extends z.ZodObject = z.ZodObject,
  AnswerSchema extends z.ZodType = z.ZodType,
  Path extends `/${string}` = `/${string}`,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form: `/v1/flows/{flowId}`. */
  readonly path: Path;
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
  /** The schema is `noBody` where the answer has none. */
  readonly success: { readonly status: number; readonly description: string; readonly schema: AnswerSchema };
  /** Refusals of its own, beside those that every call shares. */
  readonly problems: readonly ProblemCode[];
}

/** An operation with the code that answers it. */
export interface Endpoint extends Operation {
  handle(request: EndpointRequest<unknown>): Promise<Answer>;
}

/** Declares an operation; one without body or query takes none. */
export function operation<
  BodySchema extends z.ZodType = z.ZodUndefined,
  QuerySchema extends z.ZodObject = z.ZodObject<Readonly<Record<string, z.ZodNever>>>,
  AnswerSchema extends z.ZodType = z.ZodUndefined,
  Path extends `/${string}` = `/${string}`,
>(
  declared: Operation<BodySchema, QuerySchema, AnswerSchema, Path>,
): Operation<BodySchema, QuerySchema, AnswerSchema, Path> {
  return declared;
}

/** Joins an operation to the code that answers it, by the types that it declares. */
export function endpoint<
  BodySchema extends z.ZodType,
  QuerySchema extends z.ZodObject,
  AnswerSchema extends z.ZodType,
>(
  declared: Operation<BodySchema, QuerySchema, AnswerSchema>,
  handle: (
    request: EndpointRequest<z.output<BodySchema>, z.output<QuerySchema>>,
  ) => Promise<Answer<Shown<z.output<AnswerSchema>>>>,
): Endpoint {
  const handler: {
    handle(request: EndpointRequest<z.output<BodySchema>, z.output<QuerySchema>>): Promise<Answer>;
  } = { handle };
  return { ...declared, ...handler };
}

/** The path in Express's form: `/v1/flows/:flowId`. */
export function expressPath({ path }: Operation): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
