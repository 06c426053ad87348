import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../errors/problem';
import type { Endpoint, Operation } from '../http/endpoint';
import { callEndpoint, type CallDependencies } from '../http/endpointCall';
import { languageOf } from './language';

/** Field of a form that the page's script fills in, where a refusal asked for work. */
export const proofOfWorkField = 'proof-of-work';

const withProof = z.object({ [proofOfWorkField]: z.string().min(1) });

function proofIn({ body }: Request): string | undefined {
  return withProof.safeParse(body).data?.[proofOfWorkField];
}

/** A body as a form makes it: every field of the operation, optional ones too, each as it was typed or undefined. */
export type TypedBody<Body> = Body extends string
  ? string
  : Body extends object
    ? { readonly [Field in keyof Body]-?: TypedBody<Body[Field]> | undefined }
    : Body;

type ParameterOf<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

interface CallParts {
  readonly flowToken?: string;
  /** UUID of the form; reads have none. */
  readonly key?: string;
}

/** What a page sends to an operation: exactly the parts that the operation declares. */
export type Sent<Body extends z.ZodType, Query extends z.ZodObject, Path extends string> = CallParts & {
  readonly query?: Partial<TypedBody<z.input<Query>>>;
} & ([z.input<Body>] extends [undefined]
    ? { readonly body?: undefined }
    : { readonly body: TypedBody<z.input<Body>> }) &
  ([ParameterOf<Path>] extends [never]
    ? { readonly params?: undefined }
    : { readonly params: Readonly<Record<ParameterOf<Path>, string>> });

interface AnyParts extends CallParts {
  readonly body?: unknown;
  readonly query?: unknown;
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** The pages call the operations of the API as any other client does, without a network in between. */
export class PortalCalls {
  private readonly endpoints: ReadonlyMap<string, Endpoint>;

  constructor(
    endpoints: readonly Endpoint[],
    private readonly dependencies: CallDependencies,
  ) {
    this.endpoints = new Map(endpoints.map((endpoint) => [endpoint.operationId, endpoint]));
  }

  /**
   * Cookies of the answer are set.
   *
   * @returns the body that the operation declares
   * @throws Problem as the operation does
   */
  async call<
    Body extends z.ZodType,
    Query extends z.ZodObject,
    AnswerSchema extends z.ZodType,
    Path extends `/${string}`,
  >(
    request: Request,
    response: Response,
    operation: Operation<Body, Query, AnswerSchema, Path>,
    sent: Sent<Body, Query, Path>,
  ): Promise<z.output<AnswerSchema>> {
    const parts: AnyParts = sent;
    return operation.success.schema.parse(await this.answerOf(request, response, operation, parts));
  }

  /**
   * Checks, before a form is shown, whether the visitor may call an operation that needs a session.
   *
   * @returns the username of the account that is signed in; undefined for an operation without a session
   * @throws Problem `SESSION_REQUIRED`, `SESSION_INVALID`, `NOT_PERMITTED`, `STEP_UP_REQUIRED`
   */
  async admit(request: Request, response: Response, { session }: Operation): Promise<string | undefined> {
    if (session === undefined || session === 'begins') return undefined;
    const { account } = await this.inSession(response, () =>
      this.dependencies.sessionGuard.admit(request, session),
    );
    return account.username;
  }

  private async answerOf(
    request: Request,
    response: Response,
    operation: Operation,
    { key = '', body, flowToken, params = {}, query = {} }: AnyParts,
  ): Promise<unknown> {
    const endpoint = this.endpoints.get(operation.operationId);
    if (!endpoint) throw new Error(`The API does not serve ${operation.operationId}.`);
    const { locale } = languageOf(request);
    const proofOfWork = proofIn(request);
    const parts = {
      ...{ params, query, locale, flowToken, proofOfWork },
      ...{ body: () => body, idempotencyKey: () => key },
    };
    const answer = await this.inSession(response, () =>
      callEndpoint(endpoint, request, parts, this.dependencies),
    );
    this.dependencies.sessionGuard.setCookies(response, answer.cookies ?? {});
    return answer.body;
  }

  /** The cookie of a session that is over goes, so that no page leads on as if it were not. */
  private async inSession<Outcome>(response: Response, ask: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Problem && error.code === 'SESSION_INVALID')
        this.dependencies.sessionGuard.setCookies(response, { session: null });
      throw error;
    }
  }
}
