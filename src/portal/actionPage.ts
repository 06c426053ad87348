import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Operation } from '../http/endpoint';
import { parseBody } from '../http/validation';
import type { Sent } from './calls';
import type { DoneWord } from './forms/form';
import { linkTo } from './language';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

/** What a button's form sends. */
interface SentAction {
  readonly key: string;
  /** Names the thing of the list. */
  readonly of: string;
  /** What the page showed of the thing. */
  readonly was: string | undefined;
}

/** {@link PortalCalls.call} for the request of the button. */
type ActionCall = <
  Body extends z.ZodType,
  Query extends z.ZodObject,
  AnswerSchema extends z.ZodType,
  Path extends `/${string}`,
>(
  operation: Operation<Body, Query, AnswerSchema, Path>,
  sent: Sent<Body, Query, Path>,
) => Promise<z.output<AnswerSchema>>;

/** A button of a page: one operation of the API on one thing of a list. */
export interface Action {
  readonly path: string;
  /** Calls the operation of the button. */
  ask(call: ActionCall, sent: SentAction): Promise<unknown>;
  readonly nextPath: string;
  readonly doneWord?: DoneWord;
  /** Whether the next user of the browser must find nothing: it keeps no form and no flow. */
  readonly leaves?: true;
}

const formSchema = z.strictObject({
  key: z.uuid(),
  of: z.string().max(200).default(''),
  was: z.string().max(20).optional(),
});

/** Takes a button's form; opened by itself it leads to the page that has the button. */
export class ActionPage {
  constructor(
    private readonly action: Action,
    private readonly parts: Pick<PortalParts, 'calls' | 'drafts' | 'flowCookies'>,
  ) {}

  show(request: Request, response: Response): void {
    response.redirect(303, linkTo(request, this.action.nextPath));
  }

  async submit(request: Request, response: Response): Promise<void> {
    const { nextPath, doneWord, leaves } = this.action;
    const { key, of, was } = parseBody(formSchema, request.body);
    const send = async () => {
      const call: ActionCall = (operation, sent) => this.parts.calls.call(request, response, operation, sent);
      await this.action.ask(call, { key, of, was });
      if (leaves) this.forget(request, response);
      response.redirect(303, linkTo(request, nextPath, doneWord === undefined ? {} : { done: doneWord }));
    };
    await orSignIn(request, response, send, { next: nextPath });
  }

  private forget(request: Request, response: Response): void {
    this.parts.drafts.clear(response);
    this.parts.flowCookies.clearAll(request, response);
  }
}
