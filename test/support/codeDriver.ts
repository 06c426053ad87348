import type { CodeFigures } from '../../workflows/contracts/codes';
import type { FlowView } from '../../workflows/contracts/flow';
import { codeOfIssue } from './fakeCodes';
import { FlowDriver } from './flowDriver';

const second = 1_000;
const minute = 60 * second;

/** The design's figures. */
export const codeFigures: CodeFigures = {
  smsCodeLifeMs: 10 * minute,
  mailCodeLifeMs: 30 * minute,
  flowLifeMs: 24 * 60 * minute,
  attemptsPerFlow: 5,
  resendCooldownsMs: [30 * second, 60 * second, 120 * second],
  resendsPerFlow: 3,
};

/** Drives a flow with a code as the edge does. */
export abstract class CodeDriver extends FlowDriver {
  /** @param issue which code is typed; 0 is a wrong one */
  submit(issue: number, updateId?: string): Promise<FlowView> {
    return this.step('submitCode', { digest: codeOfIssue(issue) }, updateId);
  }

  resend(): Promise<FlowView> {
    return this.step('resendCode', {});
  }
}
