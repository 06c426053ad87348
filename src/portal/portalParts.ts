import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import type { NoteProblem } from '../http/answerProblem';
import type { LinkSteps } from '../routes/linkSteps';
import type { NetworkNavigation } from '../routes/networkSessions/navigation';
import type { ActivationLinks } from '../security/activationLinks';
import type { FlowTokens } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import type { PortalCalls } from './calls';
import type { FlowCookie } from './flowCookie';

/** What the pages work with. */
export interface PortalParts {
  readonly flows: Flows;
  readonly linkSteps: LinkSteps;
  readonly links: ActivationLinks;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
  readonly calls: PortalCalls;
  readonly flowTokens: FlowTokens;
  /** Of a flow that began with a form, and of one whose link was used. */
  readonly flowCookie: FlowCookie;
  readonly activationCookie: FlowCookie;
  readonly now: () => Date;
  readonly network: Pick<NetworkNavigation, 'takeRefusal'>;
  readonly note: NoteProblem;
}
