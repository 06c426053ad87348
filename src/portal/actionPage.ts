import type { Request, Response } from 'express';
import { z } from 'zod';
import { parseBody } from '../http/validation';
import type { DoneWord } from './forms/form';
import { linkTo } from './language';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

/** A button of a page: one operation of the API on one thing of a list. */
export interface Action {
  readonly path: string;
  readonly operationId: string;
  /** Parameter of the operation's path that names the thing; the form sends it as `of`. */
  readonly parameter?: string;
  /** Field of the operation's body that says what the page showed of the thing; the form sends it as `was`. */
  readonly expects?: string;
  /** What the operation's body says, whatever the page. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly nextPath: string;
  readonly doneWord?: DoneWord;
  /** Whether the browser is left to whoever uses it next: it keeps no form and no flow. */
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
    private readonly parts: Pick<PortalParts, 'calls' | 'drafts' | 'flowCookie'>,
  ) {}

  show(request: Request, response: Response): void {
    response.redirect(303, linkTo(request, this.action.nextPath));
  }

  async submit(request: Request, response: Response): Promise<void> {
    const { operationId, parameter, expects, nextPath, doneWord, leaves, body: fixed } = this.action;
    const { key, of, was } = parseBody(formSchema, request.body);
    const send = async () => {
      const params = parameter === undefined ? {} : { [parameter]: of };
      const body = expects === undefined ? fixed : { [expects]: was };
      await this.parts.calls.call(request, response, { operationId, params, body, key });
      if (leaves) this.forget(response);
      response.redirect(303, linkTo(request, nextPath, doneWord === undefined ? {} : { done: doneWord }));
    };
    await orSignIn(request, response, send, { next: nextPath });
  }

  private forget(response: Response): void {
    this.parts.drafts.clear(response);
    this.parts.flowCookie.clear(response);
  }
}
