import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/catalogue';
import { sendsNoCookies } from '../http/cookies';
import { parseBody } from '../http/validation';
import { readFlowOperation } from '../routes/flows';
import type { FlowView } from '../../workflows/contracts/flow';
import { keepEnd } from './flowEnd';
import { dataOfFlow, pageOfFlow } from './flowData';
import { stepFormSchema, steps, takeStep, type StepName } from './flowSteps';
import { flowNamedBy, flowParameter, sameFlow } from './flowCookies';
import { languageOf, linkTo } from './language';
import { isOutcomeUnknown, sendPage, type PageProblem } from './pages';
import { codeFlowPasswordPath, flowPath } from './paths';
import type { PortalParts } from './portalParts';
import { isAboutSession, markedIfCookieless, orSignIn, wantedPage } from './signedInPages';
import { pageTexts } from './texts';

type FlowPageParts = Pick<PortalParts, 'calls' | 'figures' | 'flowCookies' | 'flowTokens' | 'note' | 'now'>;

/** Refusals that are about what was typed, not about the page. */
const aboutTyped: readonly ProblemCode[] = [
  'CODE_INVALID',
  'CODE_WRONG',
  'CODE_EXPIRED',
  'PUK_INVALID',
  'ICCID_INVALID',
  'PUK_WRONG',
];
const goneCodes: readonly ProblemCode[] = ['FLOW_TOKEN_REQUIRED', 'FLOW_TOKEN_INVALID', 'NOT_FOUND'];

interface Again {
  readonly problems?: readonly PageProblem[];
  readonly key?: string;
  /** As the refusal tells them: of a PUK the flow itself does not say how many there are. */
  readonly attemptsLeft?: number | undefined;
}

interface Refused {
  readonly error: unknown;
  readonly step: StepName;
  readonly key: string;
  /** Whether its field was left empty. */
  readonly isEmpty: boolean;
}

/**
 * `/flow`: the status of the flow that the address names, and the form of its next step. Loading it changes nothing. A form
 * acts on the flow of its own page only. An address without a flow redirects to the latest one.
 */
export class FlowPage {
  constructor(private readonly parts: FlowPageParts) {}

  async show(request: Request, response: Response): Promise<void> {
    const latest = this.parts.flowCookies.latest(request);
    if (flowNamedBy(request) === undefined && latest !== undefined) {
      response.redirect(303, linkTo(request, flowPath, { [flowParameter]: latest }));
      return;
    }
    await orSignIn(request, response, async () => {
      const view = await this.view(request, response);
      if (view) this.showState(request, response, view);
      else this.showNothing(request, response);
    });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const form = parseBody(stepFormSchema, request.body);
    const { told } = steps[form.step];
    const isEmpty = 'typed' in form && form.typed.trim() === '';
    await orSignIn(request, response, async () => {
      try {
        const path = await takeStep(this.parts, { request, response }, this.flowOf(request), form);
        if (path === flowPath)
          response.redirect(303, linkTo(request, path, { ...samePage(request), ...told }));
        else this.leave(request, response, path);
      } catch (error) {
        if (isAboutSession(error)) throw error;
        await this.refuse(request, response, { error, isEmpty, step: form.step, key: form.key });
      }
    });
  }

  private async refuse(request: Request, response: Response, refused: Refused): Promise<void> {
    const { problem } = this.parts.note(refused.error, response);
    const { code, retryAfterSeconds } = problem;
    const view = await this.view(request, response);
    if (!view) {
      this.showNothing(request, response);
      return;
    }
    const { field } = steps[refused.step];
    const told =
      aboutTyped.includes(code) && field !== undefined
        ? { code: refused.isEmpty ? ('FIELD_EMPTY' as const) : code, field, retryAfterSeconds }
        : { code, retryAfterSeconds };
    const keyAgain = isOutcomeUnknown(problem) && { key: refused.key };
    const { attemptsLeft } = problem;
    this.showState(request, response, view, { problems: [told], attemptsLeft, ...keyAgain });
  }

  private showState(request: Request, response: Response, view: FlowView, again: Again = {}): void {
    const language = languageOf(request);
    const { problems = [], key: formKey = randomUUID(), attemptsLeft } = again;
    if (view.status === 'AWAITING_PASSWORD') {
      response.redirect(303, linkTo(request, codeFlowPasswordPath, sameFlow(request)));
      return;
    }
    const kept = this.parts.flowCookies.read(request, flowNamedBy(request))?.form;
    keepEnd(this.parts, request, response, view);
    sendPage(request, response, {
      name: pageOfFlow(view),
      problems,
      supportReference: view.supportReference,
      data: {
        ...dataOfFlow(
          { ...view, ...(attemptsLeft !== undefined && { attemptsLeft }) },
          { language, kept, page: sameFlow(request), now: this.parts.now(), codeLives: this.parts.figures },
        ),
        key: formKey,
        resendKey: problems.length > 0 ? formKey : randomUUID(),
        action: linkTo(request, flowPath, samePage(request)),
      },
    });
  }

  /** Offers a new start where this browser has no flow, or the flow is gone. */
  private showNothing(request: Request, response: Response): void {
    const flowId = flowNamedBy(request);
    if (flowId !== undefined) this.parts.flowCookies.clear(response, flowId);
    const mayKeepNone = flowId !== undefined && sendsNoCookies(request);
    const detail = mayKeepNone ? pageTexts[languageOf(request).locale].flow.noCookies : '';
    sendPage(request, response, { name: 'nothing', data: { detail } });
  }

  /** Undefined where this browser has no flow, or the flow is gone. */
  private async view(request: Request, response: Response): Promise<FlowView | undefined> {
    try {
      const { calls } = this.parts;
      return await calls.call(request, response, readFlowOperation, this.flowOf(request));
    } catch (error) {
      if (error instanceof Problem && goneCodes.includes(error.code)) return undefined;
      throw error;
    }
  }

  /** The session is open: on to the page that was wanted before. */
  private leave(request: Request, response: Response, path: string): void {
    const flowId = flowNamedBy(request);
    if (flowId !== undefined) this.parts.flowCookies.clear(response, flowId);
    const { next = path } = wantedPage(request);
    response.redirect(303, linkTo(request, next, markedIfCookieless(request)));
  }

  /** @throws Problem `FLOW_TOKEN_REQUIRED` where this browser does not have the flow that the address names */
  private flowOf(request: Request) {
    const flowId = flowNamedBy(request);
    const flowToken = this.parts.flowCookies.read(request, flowId)?.flowToken;
    if (flowId === undefined || flowToken === undefined) throw new Problem('FLOW_TOKEN_REQUIRED');
    return { flowToken, params: { flowId } };
  }
}

/** Parameters that the flow's page keeps: the flow, and the page that was wanted before it. */
function samePage(request: Request): Readonly<Record<string, string>> {
  return { ...sameFlow(request), ...wantedPage(request) };
}
