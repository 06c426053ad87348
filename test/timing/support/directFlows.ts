import { verifyCode, type VerificationDependencies } from '../../../activities/codes';
import { checkLine } from '../../../activities/employeeRegistration';
import { findContact } from '../../../activities/newDeviceConfirmation';
import { findAccount, type SearchDependencies } from '../../../activities/passwordRecovery';
import type { Settings } from '../../../src/config/config';
import { Problem } from '../../../src/errors/problem';
import { createWorkflowClient } from '../../../src/temporal/connection';
import { Flows, type FlowReference, type FlowStart } from '../../../src/temporal/flows';
import type { CodeFlow, CodeRoute } from '../../../workflows/contracts/codes';
import type { TypedCode, FlowStep, FlowView, AnswerOf, ArgumentOf } from '../../../workflows/contracts/flow';
import type { EmployeeRegistrationInput } from '../../../workflows/contracts/employeeRegistration';
import type { NewDeviceConfirmationInput } from '../../../workflows/contracts/newDeviceConfirmation';
import type { PasswordRecoveryInput } from '../../../workflows/contracts/passwordRecovery';

type Dependencies = SearchDependencies & VerificationDependencies;

interface Begun {
  readonly about: CodeFlow;
  readonly route: CodeRoute;
}

/**
 * What a step of a flow asks records, accounts and limits, without Temporal between it and the edge: a workflow decides
 * nothing by what they answer, so that what time tells of a line is told by them.
 */
export class DirectFlows extends Flows {
  private readonly begun = new Map<string, Begun>();

  constructor(
    settings: Settings,
    private readonly dependencies: Dependencies,
  ) {
    super(createWorkflowClient(settings).client, settings.config);
  }

  override async start({ flow, flowId, input }: FlowStart): Promise<FlowView> {
    const now = Date.now();
    if (flow === 'newDeviceConfirmation')
      return this.confirm({ flow, flowId }, input as NewDeviceConfirmationInput);
    const { subjectKey, verdict } =
      flow === 'employeeRegistration'
        ? await this.register(input as EmployeeRegistrationInput, now)
        : await this.recover(input as PasswordRecoveryInput, now);
    if (verdict.outcome === 'refused') throw new Problem(verdict.refusal.code);
    const { addressKey, locale, supportReference } = input as EmployeeRegistrationInput;
    const purpose = flow === 'employeeRegistration' ? 'registration' : 'recovery';
    const about: CodeFlow = {
      flow,
      flowId,
      runId: 'run',
      purpose,
      subjectKey,
      addressKey,
      locale,
      supportReference,
    };
    this.begun.set(flowId, { about, route: verdict.route });
    return { flow, flowId, status: 'AWAITING_CODE', nextSteps: ['submitCode'], supportReference };
  }

  override async step<Step extends FlowStep>(
    { flowId }: FlowReference,
    _step: Step,
    updateId: string,
    argument: ArgumentOf<Step>,
  ): Promise<AnswerOf<Step>> {
    const begun = this.begun.get(flowId);
    if (!begun) throw new Problem('NOT_FOUND');
    const attempt = {
      issue: 1,
      typed: argument as TypedCode,
      tryId: updateId,
      isLast: false,
      now: Date.now(),
    };
    const { about: flow, route } = begun;
    const { outcome } = await verifyCode(this.dependencies, { ...attempt, flow, route });
    throw new Problem(outcome === 'wrong' ? 'CODE_WRONG' : 'STEP_OUT_OF_ORDER');
  }

  private async register(input: EmployeeRegistrationInput, now: number) {
    const { application } = input;
    return {
      subjectKey: application.lineKey,
      verdict: await checkLine(this.dependencies, { ...input, now }),
    };
  }

  private async confirm(reference: FlowReference, input: NewDeviceConfirmationInput): Promise<FlowView> {
    await findContact(this.dependencies, { ...input, now: Date.now() });
    const { supportReference } = input;
    return { ...reference, status: 'AWAITING_CODE', nextSteps: ['confirmSignIn'], supportReference };
  }

  private async recover(input: PasswordRecoveryInput, now: number) {
    const verdict = await findAccount(this.dependencies, { ...input, now });
    return { subjectKey: input.usernameKey, verdict };
  }
}
