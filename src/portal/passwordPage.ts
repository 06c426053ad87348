import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../errors/problem';
import { passwordObjections } from '../errors/fieldTexts';
import { sendsNoCookies } from '../http/cookies';
import { parseBody } from '../http/validation';
import { type FlowGrant, supportReferenceOf } from '../security/flowTokens';
import { codeWhenOver } from '../temporal/flowFailures';
import { takesStep, type FlowName, type FlowView } from '../../workflows/contracts/flow';
import { inItalianClock } from './clock';
import { keepEnd } from './flowEnd';
import { flowNamedBy, flowParameter, sameFlow } from './flowCookies';
import { languageOf, linkTo } from './language';
import type { HowDone } from './pageData';
import { isOutcomeUnknown, sendPage, type PageProblem } from './pages';
import { toldOfLink } from './problemTexts';
import type { PortalParts } from './portalParts';
import type { StepsName } from './words/flows';

type PasswordPageParts = Pick<
  PortalParts,
  'flowCookies' | 'flows' | 'activationAndPassword' | 'figures' | 'origins' | 'serviceKeys' | 'note'
>;

const passwordField = 'new-password';
const formSchema = z.union([
  z.strictObject({ key: z.uuid(), password: z.string() }),
  z.strictObject({ key: z.uuid(), generate: z.literal('true') }),
]);
type PasswordForm = z.output<typeof formSchema>;

interface PasswordFormAgain {
  /** Kept where it is unknown whether the last request took effect. */
  readonly key?: string;
  readonly problem?: PageProblem;
}

/** What differs between the password page after a link and the one after a code. */
export interface PasswordPlace {
  readonly path: string;
  /** The browser's latest flow of this kind. */
  latest(request: Request): string | undefined;
  /** What the flow's token grants; undefined where the browser has no flow whose password is set here. */
  grantOf(request: Request): FlowGrant | undefined;
  /** Username of the account whose password is set; undefined where the page cannot know it. */
  accountOf(request: Request, grant: FlowGrant): Promise<string | undefined>;
  stepsName(request: Request, flow: FlowName): StepsName;
  again(request: Request, response: Response, why: PasswordTrouble): void;
}

interface PasswordTrouble {
  readonly problem: PageProblem;
  readonly supportReference?: string;
}

/** A flow that waits for its password. */
interface ShownFlow extends Pick<FlowView, 'expiresAt' | 'supportReference'> {
  readonly grant: FlowGrant;
}

/** The status of the browser's flow; a form while it waits for a password. */
export class PasswordPage {
  constructor(
    private readonly parts: PasswordPageParts,
    private readonly place: PasswordPlace,
  ) {}

  async show(request: Request, response: Response): Promise<void> {
    const latest = this.place.latest(request);
    if (flowNamedBy(request) === undefined && latest !== undefined) {
      response.redirect(303, linkTo(request, this.place.path, { [flowParameter]: latest }));
      return;
    }
    const grant = this.place.grantOf(request);
    if (!grant) {
      const mayKeepNone = flowNamedBy(request) !== undefined && sendsNoCookies(request);
      this.place.again(request, response, {
        problem: { code: mayKeepNone ? 'COOKIES_OFF' : 'FLOW_TOKEN_REQUIRED' },
      });
      return;
    }
    const view = await this.viewOf(grant);
    if (view) await this.showState(request, response, { view, grant });
    else this.place.again(request, response, { problem: { code: toldOfLink('NOT_FOUND', grant.flow) } });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const form = parseBody(formSchema, request.body);
    const grant = this.place.grantOf(request);
    if (!grant) throw new Problem('FLOW_TOKEN_REQUIRED');
    try {
      const { view, generatedPassword } = await this.parts.activationAndPassword.setPassword(
        grant,
        'password' in form ? { password: form.password } : { generate: true },
        { idempotencyKey: form.key, addressKey: this.parts.origins.keyOf(request.ip) },
      );
      if (generatedPassword === undefined) {
        response.redirect(303, linkTo(request, this.place.path, sameFlow(request)));
        return;
      }
      this.showDone(request, response, view, { variant: 'generated', password: generatedPassword });
    } catch (error) {
      await this.refuse(request, response, { error, grant, form });
    }
  }

  private async showState(
    request: Request,
    response: Response,
    { view, grant }: { readonly view: FlowView; readonly grant: FlowGrant },
    form: PasswordFormAgain = {},
  ): Promise<void> {
    const { status, supportReference } = view;
    if (status === 'COMPLETED') {
      this.showDone(request, response, view, { variant: 'chosen' });
      return;
    }
    if (status === 'AWAITING_PASSWORD') {
      await this.showForm(request, response, { ...view, grant }, form);
      return;
    }
    const code =
      status === 'AWAITING_ACTIVATION' ? 'PASSWORD_WINDOW_OVER' : toldOfLink(codeWhenOver(view), view.flow);
    this.place.again(request, response, { problem: { code }, supportReference });
  }

  private showDone(request: Request, response: Response, view: FlowView, how: HowDone): void {
    const { flow, supportReference } = view;
    keepEnd(this.parts, request, response, view);
    sendPage(request, response, { name: 'done', supportReference, data: { ...how, flow } });
  }

  private async showForm(
    request: Request,
    response: Response,
    { grant, expiresAt, supportReference }: ShownFlow,
    { key = randomUUID(), problem }: PasswordFormAgain,
  ): Promise<void> {
    const { flow } = grant;
    const { passwordMinLength, passwordMaxLength } = this.parts.figures;
    const { locale } = languageOf(request);
    const data = {
      key,
      flow,
      stepsName: this.place.stepsName(request, flow),
      isLink: takesStep(flow, 'activate'),
      action: linkTo(request, this.place.path, sameFlow(request)),
      account: (await this.place.accountOf(request, grant).catch(whereAway)) ?? '',
      until: expiresAt === undefined ? '' : inItalianClock(expiresAt, locale),
      least: passwordMinLength,
      most: passwordMaxLength,
    };
    sendPage(request, response, {
      name: 'password',
      problems: problem ? [problem] : [],
      supportReference,
      data,
    });
  }

  /** Says why beside the field, or shows the flow's status instead. The password is not shown again. */
  private async refuse(
    request: Request,
    response: Response,
    { error, grant, form }: { error: unknown; grant: FlowGrant; form: PasswordForm },
  ): Promise<void> {
    const { problem } = this.parts.note(error, response);
    if (isOutcomeUnknown(problem)) {
      const supportReference = supportReferenceOf(this.parts.serviceKeys, grant.flowId);
      await this.showForm(request, response, { grant, supportReference }, { key: form.key, problem });
      return;
    }
    const view = await this.viewOf(grant);
    if (view?.status === 'COMPLETED') {
      this.showDone(request, response, view, { variant: 'otherPassword' });
      return;
    }
    if (view) await this.showState(request, response, { view, grant }, { problem: problemOnPage(problem) });
    else this.place.again(request, response, { problem: { code: toldOfLink('NOT_FOUND', grant.flow) } });
  }

  /** Undefined for a flow that is gone. */
  private async viewOf(grant: FlowGrant): Promise<FlowView | undefined> {
    try {
      return await this.parts.flows.view(grant);
    } catch (error) {
      if (error instanceof Problem && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}

/** During an outage the form is shown without the account's name. */
function whereAway(error: unknown): undefined {
  if (error instanceof Problem) return;
  throw error;
}

function problemOnPage({ code, retryAfterSeconds }: Problem): PageProblem {
  const isObjection = passwordObjections.some((objection) => objection === code);
  return isObjection ? { code, field: passwordField } : { code, retryAfterSeconds };
}
