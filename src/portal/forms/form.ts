import type { Request, Response } from 'express';
import type { ProblemCode } from '../../errors/problemCodes';
import type { FlowName } from '../../../workflows/contracts/flow';
import type { z } from 'zod';
import type { Operation } from '../../http/endpoint';
import type { PortalCalls, TypedBody } from '../calls';
import type { PageTexts } from '../texts';

type FieldName = keyof PageTexts['fields'];
type FormName = keyof PageTexts['forms'];
export type DoneWord = keyof PageTexts['doneWords'];

/** In the address of a form: that it is to be shown as it was sent off before. What was typed stands in no address. */
export const changeParameter = 'change';

/** A field of a form; its words stand in the texts, under its name. */
export interface Field {
  /** Id on the page and name in the form. */
  readonly name: FieldName;
  /** How the operation's refusal names it (RFC 6901). */
  readonly pointer: string;
  /** Refusals that are about it although they name no field. */
  readonly codes?: readonly ProblemCode[];
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'password' | 'choice';
  /** Of HTML's list, so that browsers fill it in. */
  readonly autocomplete: string;
  readonly inputMode?: 'numeric';
  /** Values of a choice; the first is the default. */
  readonly choices?: readonly (keyof PageTexts['choices'])[];
}

/** What was typed, by field; nothing where it was left empty. */
export type Typed = Readonly<Partial<Record<FieldName, string>>>;

/** A request and its response. */
interface Visit {
  readonly request: Request;
  readonly response: Response;
}

/** A page with one form that calls one operation of the API. */
export interface Form {
  readonly name: FormName;
  readonly path: string;
  /** Who may call it may fill the form in. */
  readonly operation: Operation;
  readonly fields: readonly Field[];
  /** The flow that begins with it. */
  readonly flow?: FlowName;
  /** Where the form leads back to; its operation is for a signed-in person. */
  readonly backPath?: string;
  /** Whether it leads on to the page that one wanted before. */
  readonly leadsOn?: true;
  /** Whether it ends the account: no form and no flow of it stays in the browser. */
  readonly isFinal?: true;
  /** Calls the operation with what was typed; the body of its answer. */
  send(calls: PortalCalls, visit: Visit, typed: Typed, key: string): Promise<unknown>;
  /** What the pages of the flow say that it is about, as it was typed; without it the browser keeps nothing of the form. */
  aboutOf?(typed: Typed): string;
  /** Where the page leads once the operation has answered. */
  readonly nextPath: string;
  /** What the next page says: that it is done. */
  readonly doneWord?: DoneWord;
}

/** A form with the operation that it calls: a body that lacks one of its fields does not compile. */
export function formFor<
  Body extends z.ZodObject | z.ZodPipe,
  Query extends z.ZodObject,
  AnswerSchema extends z.ZodType,
>(
  operation: Operation<Body, Query, AnswerSchema>,
  form: Omit<Form, 'operation' | 'send'> & {
    bodyOf(typed: Typed): TypedBody<z.input<Body>>;
  },
): Form {
  return {
    ...form,
    operation,
    send: (calls, { request, response }, typed, key) =>
      calls.call(request, response, operation, { body: form.bodyOf(typed), key }),
  };
}
