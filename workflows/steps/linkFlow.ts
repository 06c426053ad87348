import { setHandler } from '@temporalio/workflow';
import type { FlowName, FlowView } from '../contracts/flow';
import type { LinkFigures } from '../contracts/links';
import { superseded } from '../contracts/messages';
import { ActivationLink } from './activationLink';
import { FlowState } from './flowState';

interface LinkFlowInput {
  readonly flowId: string;
  readonly supportReference: string;
  /** What the flow is about, masked, for operators. */
  readonly subject: string;
  readonly figures: LinkFigures;
}

/** What every flow with a link in a mail has: where it stands, the link, what voids it, and its ends. */
export class LinkFlowRun {
  readonly state: FlowState;
  readonly link: ActivationLink;

  /** Listens at once. */
  constructor(flow: FlowName, { flowId, supportReference, subject, figures }: LinkFlowInput) {
    this.state = new FlowState({ flow, flowId, supportReference, subject });
    this.link = new ActivationLink(this.state, figures);
    setHandler(superseded, () => this.link.void());
  }

  view(): FlowView {
    return this.state.view();
  }

  end(status: 'EXPIRED' | 'CANCELLED'): void {
    if (this.state.status !== 'COMPLETED') this.state.enter({ status });
  }
}
