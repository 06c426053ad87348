import { condition, setHandler } from '@temporalio/workflow';
import { awaitStart } from '../contracts/codes';
import { viewFlow } from '../contracts/messages';
import type { FlowState } from './flowState';

/** Answers a start once the flow knows where it stands, or says `VALIDATING` once that takes longer. */
export class StartAnswer {
  private slow = false;

  constructor(flow: FlowState) {
    setHandler(viewFlow, () => flow.view());
    setHandler(awaitStart, async () => {
      await condition(() => this.slow || flow.status !== 'VALIDATING');
      return flow.view();
    });
  }

  readonly waitNoLonger = (): void => {
    this.slow = true;
  };
}
