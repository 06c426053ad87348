import type { FlowName } from '../../workflows/contracts/flow';
import type { ListedLine } from '../routes/company/companyLines';
import type { DescribedPortal } from '../routes/portals/portalTexts';
import type { FlowData } from './flowData';
import type { Field } from './forms/form';
import type { Sample } from './forms/samples';
import type { PasskeyOffer, PasskeysData } from './passkeyData';
import type { PageTexts } from './texts';
import type { FaqEntry } from './words/faq';
import type { StepsName } from './words/flows';

type AccountTexts = PageTexts['account'];
type ManagerTexts = PageTexts['managers'];

/** Addresses are ready for `href` and `action`, times and numbers of lines ready to read; an empty text is left out. */
interface AccountData {
  readonly profile: keyof AccountTexts['profiles'];
  readonly username: string;
  readonly email: string;
  readonly mobile: string;
  readonly vatNumber: string;
  readonly lines: readonly {
    readonly line: string;
    readonly shown: string;
    readonly isSecond: boolean;
    readonly isAutologinOn: boolean;
    readonly switchAction: string;
  }[];
  readonly links: readonly { readonly href: string; readonly word: keyof AccountTexts['links'] }[];
  /** Domain of pages that offer a first passkey; empty where none does. */
  readonly offersPasskeyAt: string;
  readonly removeAction: string;
  readonly signOutAction: string;
  readonly key: string;
}

interface ActivationData {
  readonly token: string;
  readonly windowMinutes: number;
  readonly action: string;
  readonly key: string;
}

interface CompanyData {
  readonly name: string;
  readonly vatNumber: string;
  readonly total: number;
  readonly registered: number;
  readonly search: string;
  /** Chosen language, empty where the browser chose. */
  readonly lang: string;
  /** `since`: empty where the line has no account. */
  readonly lines: readonly (ListedLine & { readonly shown: string; readonly since: string })[];
  readonly next: string;
  readonly back: string;
  readonly action: string;
  readonly freeAction: string;
  readonly key: string;
}

/** How a password came to be set. */
export type HowDone =
  | { readonly variant: 'already' | 'chosen' | 'otherPassword' }
  | { readonly variant: 'generated'; readonly password: string };

interface FailureData {
  readonly again: string;
  readonly start: string;
  readonly isLink: boolean;
}

interface CoverageData {
  readonly nationalCoverage: string;
  readonly foreignCoverage: string;
}

interface FaqData extends CoverageData {
  readonly search: string;
  readonly lang: string;
  readonly entries: readonly FaqEntry[];
  readonly back: string;
}

interface FlowPageData extends FlowData {
  readonly action: string;
  readonly key: string;
  readonly resendKey: string;
}

interface FormData {
  readonly form: keyof PageTexts['forms'];
  readonly intro: string;
  readonly flow: FlowName | undefined;
  /** Username of the account that a password is asked for. */
  readonly account: string;
  /** Username of the account that opened the form; empty where none is signed in. */
  readonly owner: string;
  readonly fields: readonly FormField[];
  readonly isFinal: boolean;
  readonly back: string;
  readonly action: string;
  readonly key: string;
  /** Where the same fields are sent for a code, in place of a wait; empty where there is none. */
  readonly withCode: string;
  /** Beside the fields; undefined where there is none. */
  readonly passkey: PasskeyOffer | undefined;
  /** JSON of the challenge that the browser may solve in place of a wait; empty where there is none. */
  readonly work: string;
}

/** A field with its words and its value. @public */
export interface FormField extends Pick<Field, 'name' | 'type' | 'autocomplete'> {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly inputMode: string;
  readonly choices: readonly string[];
}

interface ManagersData {
  readonly managers: readonly {
    readonly id: string;
    readonly username: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string;
    readonly status: keyof ManagerTexts['statuses'];
    /** Of an invitation that has not gone out, or cannot. */
    readonly delivery: keyof ManagerTexts['deliveries'] | undefined;
    readonly since: string;
  }[];
  readonly invite: string;
  readonly deleteAction: string;
  readonly againAction: string;
  readonly next: string;
  readonly back: string;
  readonly key: string;
}

interface PasswordData {
  readonly flow: FlowName;
  readonly stepsName: StepsName;
  readonly isLink: boolean;
  /** Empty where the page does not know it. */
  readonly account: string;
  readonly until: string;
  readonly least: number;
  readonly most: number;
  readonly action: string;
  readonly key: string;
}

interface PortalsData {
  readonly offer: string;
  readonly profile: string;
  readonly segment: string;
  readonly lang: string;
  /** Of the portal that serves: empty until it is known. */
  readonly name: string;
  readonly address: string;
  readonly detail: string;
  readonly offers: readonly string[];
  readonly portals: readonly Pick<DescribedPortal, 'name' | 'address'>[];
  readonly back: string;
}

interface SessionsData {
  readonly sessions: readonly {
    readonly id: string;
    readonly client: keyof AccountTexts['clients'];
    readonly isCurrent: boolean;
    readonly signedIn: string;
    readonly lastSeen: string;
  }[];
  readonly endAction: string;
  readonly endAllAction: string;
  /** Of the account whose sessions these are. */
  readonly username: string;
  readonly back: string;
  readonly key: string;
}

interface StartData extends CoverageData {
  readonly portals: readonly Pick<DescribedPortal, 'portal' | 'name' | 'address'>[];
  readonly samples: readonly {
    readonly name: Sample['name'];
    readonly address: string;
    readonly line: string;
    readonly puk: string;
  }[];
  /** Empty where the network recognises no line. */
  readonly direct: string;
  readonly flow: string;
  readonly closeNotice: string;
  readonly mailbox: string;
  readonly phone: string;
}

interface ToldData {
  readonly about: 'privacy' | 'cookies';
  readonly sentences: readonly string[];
  readonly list: readonly string[];
  readonly back: string;
}

/** What each template is given, beside what every page shows: a value that is missing or of another type does not compile. */
export interface PageData {
  readonly account: AccountData;
  readonly activation: ActivationData;
  readonly undo: Omit<ActivationData, 'windowMinutes'> & { readonly isDone: boolean };
  readonly code: FlowPageData;
  readonly company: CompanyData;
  readonly done: HowDone & { readonly flow: FlowName };
  readonly failure: FailureData;
  readonly faq: FaqData;
  readonly form: FormData;
  readonly managers: ManagersData;
  /** No flow in this browser, or the flow is gone. */
  readonly nothing: { readonly detail: string };
  readonly over: FlowPageData;
  readonly passkeys: PasskeysData;
  readonly password: PasswordData;
  readonly portals: PortalsData;
  readonly puk: FlowPageData;
  readonly sessions: SessionsData;
  readonly start: StartData;
  readonly told: ToldData;
  readonly welcome: { readonly account: string };
}
