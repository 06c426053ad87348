import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type FieldProblem, Problem } from '../../errors/problem';
import { flowWithTokenSchema } from '../../http/schemas';
import { parseBody } from '../../http/validation';
import { withFigures } from '../figuresInTexts';
import { isAboutSession, markedIfCookieless, orSignIn, wantedPage } from '../signedInPages';
import { flowNamedBy, flowParameter } from '../flowCookies';
import { languageOf, linkTo } from '../language';
import { passkeyOfferOf } from '../passkeyData';
import { isOutcomeUnknown, sendPage, type PageProblem } from '../pages';
import { proofOfWorkField } from '../calls';
import type { PortalParts } from '../portalParts';
import { pageTexts } from '../texts';
import { changeParameter, type Field, type Form, type Typed, type Visit } from './form';
import { keptForm, typedInto } from './keptForm';
import { sampleParameter, sampleTyped } from './samples';

type FormPageParts = Pick<PortalParts, 'calls' | 'drafts' | 'flowCookies' | 'figures' | 'note' | 'places'>;

interface FormAgain {
  readonly typed?: Typed;
  /** Kept where it is unknown whether the last request took effect. */
  readonly key?: string;
  readonly problems?: readonly PageProblem[];
  readonly supportReference?: string;
  /** Username of the account that is signed in. */
  readonly account?: string | undefined;
  /** Username of the account that opened the form. */
  readonly owner?: string | undefined;
  readonly work?: Problem['proofOfWork'];
}

interface RefusedForm extends Required<Pick<FormAgain, 'typed' | 'key'>> {
  readonly error: unknown;
  readonly owner: string;
}

/** A page with a form. Typed values survive a refusal, passwords do not; pressing twice sends once. */
export class FormPage {
  private readonly schema: z.ZodType<Record<string, string>>;

  constructor(
    private readonly form: Form,
    private readonly parts: FormPageParts,
  ) {
    const fields = form.fields.map(({ name }) => [name, z.string().max(1_000).default('')] as const);
    this.schema = z.strictObject({
      ...Object.fromEntries(fields),
      key: z.uuid(),
      owner: z.string().max(100).default(''),
      [proofOfWorkField]: z.string().default(''),
    });
  }

  async show(request: Request, response: Response): Promise<void> {
    await orSignIn(request, response, async () => {
      const account = await this.parts.calls.admit(request, response, this.form.operation);
      this.render(request, response, { typed: this.typedBefore(request), account, owner: account });
    });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const { key = '', owner = '', ...values } = parseBody(this.schema, request.body);
    const typed: Typed = Object.fromEntries(
      this.form.fields
        .map(({ name }) => [name, values[name] ?? ''] as const)
        .filter(([, value]) => value.trim() !== ''),
    );
    const send = async () => {
      try {
        await this.refuseOtherAccount(request, response, owner);
        const [form, body] = await this.sent({ request, response }, typed, key);
        this.leave(request, response, form, this.keepFlow({ request, response }, form, body, typed));
      } catch (error) {
        if (!isAboutSession(error)) {
          await this.refuse(request, response, { error, typed, key, owner });
          return;
        }
        if (!this.form.leadsOn) this.parts.drafts.set(response, keptForm(this.form, typed));
        throw error;
      }
    };
    const { leadsOn, path } = this.form;
    await orSignIn(request, response, send, leadsOn ? wantedPage(request) : { next: path });
  }

  /** Sends the form; where the device is new, the one with a code in its place. */
  private async sent(visit: Visit, typed: Typed, key: string): Promise<readonly [Form, unknown]> {
    const { calls } = this.parts;
    const { withCode } = this.form;
    try {
      return [this.form, await this.form.send(calls, visit, typed, key)];
    } catch (error) {
      if (!withCode || !(error instanceof Problem) || error.code !== 'NEW_DEVICE_UNCONFIRMED') throw error;
      return [withCode, await withCode.send(calls, visit, typed, key)];
    }
  }

  /** With the values known already, or those that a refusal left. */
  render(request: Request, response: Response, again: FormAgain = {}): void {
    const {
      typed = {},
      key = randomUUID(),
      problems = [],
      supportReference,
      account,
      owner = '',
      work,
    } = again;
    const { locale } = languageOf(request);
    const { name, path, flow, fields, backPath, isFinal, withCode } = this.form;
    const hasToWait = problems.some(({ code }) => code === 'SIGN_IN_WAIT');
    const { forms, fields: fieldTexts } = pageTexts[locale];
    const { figures, places } = this.parts;
    const fill = (text: string) => withFigures(text, figures);
    sendPage(request, response, {
      name: 'form',
      problems,
      ...(supportReference !== undefined && { supportReference }),
      data: {
        ...{ key, owner },
        work: work ? JSON.stringify(work) : '',
        action: linkTo(request, path, wantedPage(request)),
        withCode: hasToWait && withCode ? linkTo(request, withCode.path, wantedPage(request)) : '',
        passkey: passkeyOfferOf(request, this.form, places.passkeyDomain),
        form: name,
        intro: fill(forms[name].intro),
        flow,
        account: (fields.some(({ type }) => type === 'password') && account) || '',
        isFinal: isFinal === true,
        back: backPath === undefined ? '' : linkTo(request, backPath),
        fields: fields.map((field) => {
          const { label, hint } = fieldTexts[field.name];
          return { ...fieldOnPage(field, typed), label, hint: fill(hint) };
        }),
      },
    });
  }

  /**
   * One browser has one session: another account may have signed in since the form was opened.
   *
   * @throws Problem `SESSION_INVALID`
   */
  private async refuseOtherAccount(request: Request, response: Response, owner: string): Promise<void> {
    if (owner === '') return;
    const account = await this.parts.calls.admit(request, response, this.form.operation);
    if (account !== owner) throw new Problem('SESSION_INVALID');
  }

  /** The interrupted form, else the form that began the flow where it is to be changed, else a sample. */
  private typedBefore(request: Request): Typed {
    const { drafts, flowCookies, places } = this.parts;
    const { [changeParameter]: change, [sampleParameter]: sample } = request.query;
    const draft = typedInto(this.form, drafts.read(request));
    if (Object.keys(draft).length > 0) return draft;
    if (change === undefined) return sampleTyped(places.samples, this.form, sample);
    const typed = typedInto(this.form, flowCookies.read(request, flowNamedBy(request))?.form);
    return change === 'data-only' ? { ...typed, 'sim-kind': change } : typed;
  }

  /** @param begun the flow that the form began */
  private leave(request: Request, response: Response, form: Form, begun: string | undefined): void {
    const wanted = wantedPage(request);
    const { doneWord, isFinal, leadsOn } = form;
    if (!leadsOn) this.parts.drafts.clear(response);
    if (isFinal) this.parts.flowCookies.clearAll(request, response);
    const isOver = begun === undefined;
    const path = (isOver && wanted['next']) || form.nextPath;
    const told = doneWord === undefined ? {} : { done: doneWord };
    const named = isOver ? {} : { ...wanted, [flowParameter]: begun };
    const marked = form.operation.session === 'begins' ? markedIfCookieless(request) : {};
    response.redirect(303, linkTo(request, path, { ...named, ...told, ...marked }));
  }

  /** The token of a flow that begins here goes where scripts cannot read it. */
  private keepFlow(
    { request, response }: Visit,
    form: Form,
    answer: unknown,
    typed: Typed,
  ): string | undefined {
    const flowToken = flowTokenOf(answer);
    if (flowToken === undefined || form.isFinal) return undefined;
    const kept = form.aboutOf && keptForm(form, typed);
    return this.parts.flowCookies.keep(request, response, { flowToken, form: kept });
  }

  private async refuse(
    request: Request,
    response: Response,
    { error, typed, key, owner }: RefusedForm,
  ): Promise<void> {
    const { problem, supportReference } = this.parts.note(error, response);
    const problems = problemsOnPage(problem, this.form.fields, typed);
    const isAboutTyped = problems.some(({ field }) => field !== undefined);
    const { calls } = this.parts;
    this.render(request, response, {
      ...{ typed, owner },
      ...(isOutcomeUnknown(problem) && { key }),
      problems,
      supportReference,
      work: problem.proofOfWork,
      account: isAboutTyped ? await calls.admit(request, response, this.form.operation) : undefined,
    });
  }
}

const beginsFlow = flowWithTokenSchema.pick({ flowToken: true });

function flowTokenOf(answer: unknown): string | undefined {
  return beginsFlow.safeParse(answer).data?.flowToken;
}

/** Beside the fields where the refusal names them, else about the page. */
function problemsOnPage(problem: Problem, fields: readonly Field[], typed: Typed): PageProblem[] {
  const found = problem.fields.flatMap(({ pointer, code }: FieldProblem): PageProblem[] => {
    const field = fields.find((each) => each.pointer === pointer);
    if (!field) return [];
    return [{ code: typed[field.name] === undefined ? 'FIELD_EMPTY' : code, field: field.name }];
  });
  if (found.length > 0) return found;
  const { code, retryAfterSeconds } = problem;
  const about = fields.find(({ codes }) => codes?.includes(code));
  return [about ? { code, field: about.name, retryAfterSeconds } : { code, retryAfterSeconds }];
}

function fieldOnPage({ name, type, autocomplete, inputMode, choices = [] }: Field, typed: Typed) {
  const value = type === 'password' ? '' : (typed[name] ?? choices[0] ?? '');
  return { name, type, autocomplete, inputMode: inputMode ?? '', choices, value };
}
