import type { Request, Response } from 'express';
import type { ProblemCode } from '../../errors/catalogue';
import type { FlowName } from '../../../workflows/contracts/flow';
import type { z } from 'zod';
import type { Operation } from '../../http/endpoint';
import type { PortalCalls, TypedBody } from '../calls';
import type { PageTexts } from '../texts';

type FieldName = keyof PageTexts['fields'];
type FormName = keyof PageTexts['forms'];
export type DoneWord = keyof PageTexts['doneWords'];

/** Query parameter of a form: fill it in as it was sent before. No address holds what was typed. */
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

/** What was typed, by field; empty fields are absent. */
export type Typed = Readonly<Partial<Record<FieldName, string>>>;

/** A request and its response. */
export interface Visit {
  readonly request: Request;
  readonly response: Response;
}

/** A page with one form that calls one operation of the API. */
export interface Form {
  readonly name: FormName;
  readonly path: string;
  /** The form is shown to those who may call it. */
  readonly operation: Operation;
  readonly fields: readonly Field[];
  /** The flow that begins with it. */
  readonly flow?: FlowName;
  /** Where the form leads back to; its operation is for a signed-in person. */
  readonly backPath?: string;
  /** Whether it leads on to the page that one wanted before. */
  readonly leadsOn?: true;
  /**
   * The form with the same fields that asks for a code beside them: it is sent in place of this one where the device is new, and
   * offered where this one has to wait.
   */
  readonly withCode?: Form;
  /** Where a passkey is sent in place of what is typed, and where the browser learns what to ask the device for. */
  readonly passkey?: {
    readonly path: string;
    readonly options: string;
    readonly word: 'signIn' | 'stepUp';
  };
  /** Whether it ends the account: no form and no flow of it stays in the browser. */
  readonly isFinal?: true;
  /** Calls the operation with what was typed; the body of its answer. */
  send(calls: PortalCalls, visit: Visit, typed: Typed, key: string): Promise<unknown>;
  /** The typed value that the flow's pages repeat; without it the browser keeps nothing of the form. */
  aboutOf?(typed: Typed): string;
  /** Where the page leads once the operation has answered. */
  readonly nextPath: string;
  /** Notice on the next page. */
  readonly doneWord?: DoneWord;
}

/** A form with its operation: a body that lacks a field of the operation does not compile. */
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
