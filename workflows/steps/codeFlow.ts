import { workflowInfo } from '@temporalio/workflow';
import type { CodeEffects, CodeFigures, CodeFlow } from '../contracts/codes';
import { workflowIdOf, type Locale } from '../contracts/flow';
import { CodeChallenge, type CodeEnding } from './codeChallenge';
import { FlowState } from './flowState';
import type { ActivityModes } from './activityCalls';

interface CodeFlowInput {
  readonly flowId: string;
  readonly supportReference: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly locale: Locale;
  readonly figures: CodeFigures;
}

/** What tells one flow with a code from another. */
type CodeFlowKind = Pick<CodeFlow, 'flow' | 'purpose' | 'subjectKey' | 'addressKey'>;

/** A verdict that begins every flow with a code. */
type Verdict<Finding> =
  | { readonly outcome: 'refused'; readonly refusal: Parameters<FlowState['reject']>[0] }
  | { readonly outcome: 'admitted'; readonly finding?: Finding };

/** What every flow with a code has: where it stands, the code, and its ends. */
export class CodeFlowRun<Finding extends string = never> {
  readonly workflowId: string;
  readonly about: CodeFlow;
  readonly state: FlowState;
  readonly code: CodeChallenge;
  readonly figures: CodeFigures;
  /** End of the flow, milliseconds since 1970. */
  readonly endsAt: number;
  private finding: Finding | undefined;

  /** The flow's time runs at once. */
  constructor(input: CodeFlowInput, kind: CodeFlowKind, effects: ActivityModes<CodeEffects>) {
    const { flowId, supportReference, subject, locale, figures } = input;
    const { flow } = kind;
    this.workflowId = workflowIdOf(flow, flowId);
    this.about = { ...kind, flowId, runId: workflowInfo().firstExecutionRunId, locale, supportReference };
    this.state = new FlowState({ flow, flowId, supportReference, subject }, () => this.finding);
    this.figures = figures;
    this.code = new CodeChallenge(this.state, this.about, figures, effects);
    this.endsAt = this.code.open();
  }

  /**
   * What the flow begins with; the start waits for it no longer once it goes on later.
   *
   * @returns undefined when the start was refused
   */
  async admitted<Answer extends Verdict<Finding>>(
    ask: (whenLater: () => void) => Promise<Answer>,
  ): Promise<Extract<Answer, { outcome: 'admitted' }> | undefined> {
    const verdict = await ask(this.state.waitNoLonger);
    if (verdict.outcome === 'refused') {
      this.state.reject(verdict.refusal);
      return undefined;
    }
    this.finding = verdict.finding;
    return verdict as Extract<Answer, { outcome: 'admitted' }>;
  }

  endUnproven(ending: CodeEnding): void {
    if (this.state.status === 'REJECTED') return;
    if (ending === 'spent') this.state.reject({ code: 'ATTEMPTS_SPENT' });
    else this.end('EXPIRED');
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.state.status !== 'COMPLETED') this.state.enter({ status });
  }
}
