import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../errors/problem';
import type { ProblemCode } from '../errors/catalogue';
import { parseBody } from '../http/validation';
import { supportReferenceOf } from '../security/flowTokens';
import type { FlowReference } from '../temporal/flows';
import type { FlowName } from '../../workflows/contracts/flow';
import { flowParameter } from './flowCookies';
import { languageOf, linkTo } from './language';
import { isOutcomeUnknown, sendPage, type PageProblem } from './pages';
import { activationPath, passwordPath } from './paths';
import type { PortalParts } from './portalParts';
import { toldOfLink } from './problemTexts';

const tokenField = 'activation-code';
const formSchema = z.strictObject({ token: z.string(), key: z.uuid() });

/** Refusals that are about the token that was entered. */
const aboutToken: readonly ProblemCode[] = [
  'LINK_UNKNOWN',
  'LINK_VOID',
  'FLOW_EXPIRED',
  'STEP_OUT_OF_ORDER',
  'NOT_FOUND',
];

interface ActivationForm {
  readonly token?: string;
  /** Kept where it is unknown whether the last request took effect. */
  readonly key?: string;
  readonly problem?: PageProblem;
  readonly supportReference?: string;
}

/** `/activation`: opened by the link of the mail. Loading it does nothing; the button does. */
export class ActivationPage {
  constructor(private readonly parts: PortalParts) {}

  show(request: Request, response: Response, form: ActivationForm = {}): void {
    const { token = '', key = randomUUID(), problem, ...rest } = form;
    const windowMinutes = this.parts.figures.passwordWindowMs / 60_000;
    const action = activationPath + languageOf(request).query;
    sendPage(request, response, {
      ...rest,
      name: 'activation',
      problems: problem ? [problem] : [],
      data: { token, key, action, windowMinutes },
    });
  }

  /** The button: the same key gives the same answer, so that pressing twice activates once. */
  async submit(request: Request, response: Response): Promise<void> {
    const { token, key } = parseBody(formSchema, request.body);
    if (token.trim() === '') {
      this.show(request, response, { problem: { code: 'FIELD_EMPTY', field: tokenField } });
      return;
    }
    try {
      const { flowToken } = await this.parts.activationAndPassword.activate(token, key);
      const flowId = this.parts.activationCookies.keep(request, response, { flowToken });
      response.redirect(303, linkTo(request, passwordPath, { [flowParameter]: flowId }));
    } catch (error) {
      const { problem, supportReference } = this.parts.note(error, response);
      await this.refuse(request, response, { token, key, problem, supportReference });
    }
  }

  private async refuse(
    request: Request,
    response: Response,
    refused: { token: string; key: string; problem: Problem; supportReference: string },
  ): Promise<void> {
    const { token, key, problem } = refused;
    const { links, serviceKeys } = this.parts;
    const flow = links.verify(token);
    const supportReference = flow ? supportReferenceOf(serviceKeys, flow.flowId) : refused.supportReference;
    if (flow && problem.code === 'STEP_OUT_OF_ORDER' && (await this.isCompleted(flow))) {
      sendPage(request, response, {
        name: 'done',
        supportReference,
        data: { variant: 'already', flow: flow.flow },
      });
      return;
    }
    this.show(request, response, {
      token,
      ...(isOutcomeUnknown(problem) && { key }),
      problem: problemOnPage(problem, flow?.flow),
      supportReference,
    });
  }

  private async isCompleted(flow: FlowReference): Promise<boolean> {
    try {
      return (await this.parts.flows.view(flow)).status === 'COMPLETED';
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}

function problemOnPage({ code, retryAfterSeconds }: Problem, flow: FlowName | undefined): PageProblem {
  if (!aboutToken.includes(code)) return { code, retryAfterSeconds };
  return { code: toldOfLink(code, flow), field: tokenField };
}
