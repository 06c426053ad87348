import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../errors/problem';
import { parseBody } from '../http/validation';
import { assertionSchema } from '../routes/passkeys/answers';
import { signInByPasskeyOperation, stepUpByPasskeyOperation } from '../routes/sessions/passkeySignIn';
import type { Form } from './forms/form';
import type { FormPage } from './forms/formPage';
import { linkTo } from './language';
import type { PortalParts } from './portalParts';
import { markedIfCookieless, orSignIn, wantedPage } from './signedInPages';

const formSchema = z.strictObject({ key: z.uuid(), credential: z.string().max(15_000) });

type PasskeyFormParts = Pick<PortalParts, 'calls' | 'note'>;

/** Takes the passkey that stands beside a password form, and leads on as that form does; opened by itself it leads to the form. */
export class PasskeyForm {
  constructor(
    private readonly form: Form,
    private readonly formPage: FormPage,
    private readonly parts: PasskeyFormParts,
  ) {}

  show(request: Request, response: Response): void {
    response.redirect(303, linkTo(request, this.form.path, wantedPage(request)));
  }

  submit(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, () => this.take(request, response), wantedPage(request));
  }

  private async take(request: Request, response: Response): Promise<void> {
    const { key, credential } = parseBody(formSchema, request.body);
    const { calls, note } = this.parts;
    const isSignIn = this.form.operation.session === 'begins';
    try {
      const { response: bytes, ...named } = jsonIn(assertionSchema, credential);
      const answer = { ...named, response: { ...bytes, userHandle: bytes.userHandle } };
      if (isSignIn)
        await calls.call(request, response, signInByPasskeyOperation, {
          body: { credential: answer, transport: 'cookie' },
          key,
        });
      else
        await calls.call(request, response, stepUpByPasskeyOperation, { body: { credential: answer }, key });
    } catch (error) {
      if (!(error instanceof Problem) || !ownProblems.includes(error.code)) throw error;
      const { problem, supportReference } = note(error, response);
      const { code, retryAfterSeconds } = problem;
      this.formPage.render(request, response, { problems: [{ code, retryAfterSeconds }], supportReference });
      return;
    }
    const { next = this.form.nextPath } = wantedPage(request);
    response.redirect(303, linkTo(request, next, isSignIn ? markedIfCookieless(request) : {}));
  }
}

const ownProblems: readonly string[] = ['PASSKEY_REFUSED', 'SIGN_IN_WAIT'];

/** What the page's script put into a form. @throws Problem `PASSKEY_REFUSED` */
export function jsonIn<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Problem('PASSKEY_REFUSED');
  }
}
