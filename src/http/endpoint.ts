import type { z } from 'zod';
import type { ProblemCode } from '../errors/catalogue';
import type { FlowGrant } from '../security/flowTokens';
import type { Locale } from '../../workflows/contracts/flow';
import type { AccountFunction } from './permissions';
import type { CookieChange, SignedIn } from './sessionGuard';

/** A request to an endpoint after the common checks. */
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
  /** The signed-in account; present where the endpoint, or the granted flow, needs a session. */
  readonly signedIn: SignedIn | undefined;
  /** Whether it came with a proof of work: it lifts a wait that others of the same network caused, and nothing else. */
  readonly workProved: boolean;
  /** Tokens of the request, not yet verified; where a session begins or is needed, or the device is asked for. */
  readonly sessionToken: string | undefined;
  readonly deviceToken: string | undefined;
  readonly params: Readonly<Record<string, string | string[]>>;
}

/** What of a request a proof of work may be bound to: one account, one name, one line. */
export type WorkRequest<Body> = Pick<EndpointRequest<Body>, 'body' | 'params' | 'signedIn'>;

/** A value, read-only at every depth. */
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
 * The declaration of one call, the only place for the shapes it takes and returns: the router, the OpenAPI
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
  /** The least role of the flow token that it needs, if any. */
  readonly flowToken?: FlowGrant['role'];
  /** `begins` for a sign-in, else the function that its session must permit. */
  readonly session?: 'begins' | AccountFunction;
  /** Whether it asks, without a session, for a device that signed in before. */
  readonly takesDevice?: true;
  readonly body?: BodySchema;
  /** What a proof of work is bound to; an operation without it takes none. */
  workSubject?(request: WorkRequest<z.output<BodySchema>>): string;
  /** A PUT that has an `Idempotency-Key`, as every POST has. */
  readonly isKeyed?: true;
  /** Parameters behind the `?`, each of them a text; strict, so that an unknown one is refused. */
  readonly query?: QuerySchema;
  /** The schema is `noBody` where the answer has none. */
  readonly success: { readonly status: number; readonly description: string; readonly schema: AnswerSchema };
  /** Its own refusals, beside those of every call. */
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

/** Whether its requests bring an `Idempotency-Key`. */
export function takesKey({ method, isKeyed }: Operation): boolean {
  return method === 'post' || isKeyed === true;
}

/** The path in Express's form: `/v1/flows/:flowId`. */
export function expressPath({ path }: Operation): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
