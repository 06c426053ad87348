import type { Origins } from '../limits/origins';
import type { PortalConfig } from '../config/config';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import type { NoteProblem } from '../http/answerProblem';
import type { HostCookie, SealedCookie } from '../http/cookies';
import type { ActivationAndPassword } from '../routes/activationAndPassword';
import type { NetworkNavigation } from '../routes/networkSessions/navigation';
import type { DescribedPortal } from '../routes/portals/portalTexts';
import type { ActivationLinks, FlowTokens } from '../security/flowTokens';
import type { Flows } from '../temporal/flows';
import type { PortalCalls } from './calls';
import type { FlowCookies } from './flowCookies';
import type { KeptForm } from './forms/keptForm';
import type { Sample } from './forms/samples';

/** Where the pages lead to, besides each other. */
export interface PortalPlaces extends Omit<PortalConfig, 'offersSamples'> {
  /** The customer areas, this one first. */
  readonly portals: readonly DescribedPortal[];
  /** Whether browsers are recognised by the network: only then there is "Accedi direttamente". */
  readonly recognisesLines: boolean;
  /** Of the pages that offer passkeys; empty: none does. */
  readonly passkeyDomain: string;
  /** To try the forms with; empty outside development. */
  readonly samples: readonly Sample[];
}

/** What the pages work with. */
export interface PortalParts {
  readonly flows: Flows;
  readonly activationAndPassword: ActivationAndPassword;
  readonly links: ActivationLinks;
  readonly serviceKeys: Keyring;
  readonly origins: Origins;
  readonly figures: Figures;
  readonly calls: PortalCalls;
  readonly flowTokens: FlowTokens;
  /** Of flows that began with a form, and of those whose link was used. */
  readonly flowCookies: FlowCookies;
  readonly activationCookies: FlowCookies;
  /** A form whose sending was interrupted by the question for the password. */
  readonly drafts: SealedCookie<KeptForm>;
  /** That the notice on cookies was closed. */
  readonly noticeCookie: HostCookie;
  readonly places: PortalPlaces;
  readonly now: () => Date;
  readonly network: Pick<NetworkNavigation, 'takeRefusal'>;
  readonly note: NoteProblem;
}
