import { catalogue } from '../errors/catalogue';
import { functionOfFlow } from '../http/permissions';
import { normaliseAccountName } from '../identifiers/accountName';
import { normaliseLineNumber, shownNumber } from '../identifiers/msisdn';
import {
  channelFacts,
  type CodeLives,
  contactChannels,
  type ContactChannel,
  type MessageChannel,
} from '../../workflows/contracts/channels';
import type { Delivery, FlowName, FlowStatus, FlowView } from '../../workflows/contracts/flow';
import { contactOfSim } from '../../workflows/contracts/lines';
import { inItalianClock, inItalianDate } from './clock';
import { linkWith, type Language } from './language';
import { accountForms } from './forms/accountForms';
import { changeParameter, type Form } from './forms/form';
import { forms } from './forms/forms';
import { typedInto, type KeptForm } from './forms/keptForm';
import { accountPath, signInPath } from './paths';
import { pageTexts } from './texts';
import { channelWords, recoveryCodeLives } from './words/channels';
import type { StepsName } from './words/flows';

const allForms: readonly Form[] = [...forms, ...accountForms];

/** The form that a flow began with: the one that this browser kept, else any that begins such flows. */
function formOf({ flow }: FlowView, kept: KeptForm | undefined): Form | undefined {
  return allForms.find(({ name }) => name === kept?.name) ?? allForms.find((form) => form.flow === flow);
}

/** Steps that a person goes through; the PUK is one more. */
export function stepsNameOf(flow: FlowName, kept: KeptForm | undefined): StepsName {
  if (!isDataOnly(kept)) return flow;
  if (flow === 'employeeRegistration') return 'dataOnly';
  return flow === 'simAssociation' ? 'dataOnlyAssociation' : flow;
}

function isDataOnly(kept: KeptForm | undefined): boolean {
  return kept?.typed['sim-kind'] === 'data-only';
}

/** The name of the account that the form was about, as the service writes it. */
export function accountNameIn(kept: KeptForm | undefined): string | undefined {
  return normaliseAccountName(kept?.typed['username'] ?? kept?.typed['line'] ?? '')?.value;
}

export interface FlowPageContext {
  readonly language: Language;
  readonly kept: KeptForm | undefined;
  /** Parameters of the page's address that name the flow. */
  readonly page: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly codeLives: CodeLives;
}

/** The page that shows a flow's status. */
export function pageOfFlow({ status }: FlowView): 'code' | 'puk' | 'over' {
  if (status === 'AWAITING_CODE') return 'code';
  return status === 'AWAITING_PUK' ? 'puk' : 'over';
}

/** A flow that has begun, as its pages `code`, `puk` and `over` show it. */
export interface FlowData {
  readonly status: FlowStatus;
  readonly stepsName: StepsName;
  readonly intro: string;
  readonly typed: string;
  readonly changePath: string;
  readonly delivery: Delivery | undefined;
  readonly channel: MessageChannel | 'either';
  readonly codeLife: string;
  readonly maySubmit: boolean;
  readonly attemptsLeft: number | undefined;
  readonly dataOnlyPath: string;
  /** End of the step, ISO 8601, and the same to read. */
  readonly until: string;
  readonly untilClock: string;
  readonly untilDate: string;
  readonly mayResend: boolean;
  readonly isResendOpen: boolean;
  readonly resendAt: string;
  readonly resendClock: string;
  /** Of a refusal. */
  readonly heading: string;
  readonly detail: string;
  readonly completed: string;
  readonly isOwn: boolean;
  readonly afterPath: string;
}

/** What the pages of a flow show of it. */
export function dataOfFlow(
  view: FlowView,
  { language, kept, page, now, codeLives }: FlowPageContext,
): FlowData {
  const { flow, status, nextSteps, expiresAt, attemptsLeft, delivery, refusal } = view;
  const { locale, query } = language;
  const clock = (time: string | undefined) => (time === undefined ? '' : inItalianClock(time, locale));
  const told = refusal && catalogue[refusal.code][locale];
  const form = formOf(view, kept);
  const typed = form?.aboutOf?.(typedInto(form, kept)) ?? '';
  const change = (as: string) =>
    form ? linkWith(form.path, language, { [changeParameter]: as, ...page }) : '';
  const hasOtherKind = form?.fields.some(({ name }) => name === 'sim-kind');
  const isOwn = functionOfFlow[flow] !== undefined;
  return {
    status,
    typed: shownTyped(typed),
    intro: introOf(view, kept, locale),
    channel: channelOf(view, kept) ?? 'either',
    codeLife: codeLifeOf(view, { kept, locale, codeLives }),
    stepsName: stepsNameOf(flow, kept),
    changePath: change('true'),
    dataOnlyPath: hasOtherKind && !isDataOnly(kept) ? change('data-only') : '',
    heading: told?.title ?? '',
    detail: told?.detail ?? '',
    completed: (status === 'COMPLETED' && pageTexts[locale].flow.completedOfOwn[flow]) || '',
    isOwn,
    afterPath: (isOwn ? accountPath : signInPath) + query,
    ...resendOf(view, { now, clock }),
    maySubmit: nextSteps.includes('submitCode') || nextSteps.includes('confirmSignIn'),
    until: expiresAt ?? '',
    untilClock: clock(expiresAt),
    untilDate: expiresAt === undefined ? '' : inItalianDate(expiresAt, locale),
    attemptsLeft,
    delivery,
  };
}

/** A line in groups, so that a digit too many is seen; anything else as it was typed. */
function shownTyped(typed: string): string {
  const line = normaliseLineNumber(typed);
  return line === undefined ? typed : shownNumber(line);
}

/** Whether the message may be sent again, and from when on. */
function resendOf(
  { nextSteps, resendAvailableAt }: FlowView,
  { now, clock }: { readonly now: Date; readonly clock: (time: string | undefined) => string },
) {
  const mayResend = nextSteps.includes('resendCode') || nextSteps.includes('resendLink');
  return {
    mayResend,
    resendAt: resendAvailableAt ?? '',
    resendClock: clock(resendAvailableAt),
    isResendOpen: resendAvailableAt !== undefined && Date.parse(resendAvailableAt) <= now.getTime(),
  };
}

/** The form that changes the contact of each channel. */
const contactForms: Readonly<Record<ContactChannel, Form['name']>> = {
  sms: 'mobileChange',
  mail: 'emailChange',
};

/** The code's channel; undefined for a recovery or a sign-in, where the page does not know it. */
function channelOf({ flow }: FlowView, kept: KeptForm | undefined): MessageChannel | undefined {
  if (flow === 'passwordRecovery' || flow === 'newDeviceConfirmation') return undefined;
  const changed = contactChannels.find((channel) => contactForms[channel] === kept?.name);
  return changed ?? contactOfSim[isDataOnly(kept) ? 'data-only' : 'voice'];
}

/** How long the code will live once it has gone out. */
function codeLifeOf(
  view: FlowView,
  { kept, locale, codeLives }: Pick<FlowPageContext, 'kept' | 'codeLives'> & Pick<Language, 'locale'>,
): string {
  const minutesOf = (by: MessageChannel) => String(codeLives[channelFacts[by].codeLife] / 60_000);
  const say = pageTexts[locale].flow;
  const channel = channelOf(view, kept);
  if (!channel) return say.codeLifeEither.replace('{lives}', recoveryCodeLives(locale, minutesOf));
  return say.codeLife.replace('{minutes}', minutesOf(channel));
}

function introOf(view: FlowView, kept: KeptForm | undefined, locale: Language['locale']): string {
  const { flow, status } = view;
  const say = pageTexts[locale].flow;
  const goesToOwn = flow === 'simAssociation';
  if (status === 'AWAITING_PUK') return goesToOwn ? say.pukIntroOfOwn : say.pukIntro;
  if (goesToOwn && isDataOnly(kept)) return say.codeToOwnMailbox;
  if (flow === 'contactChange') return say.codeToNew;
  if (flow === 'newDeviceConfirmation') return say.codeOfSignIn;
  const channel = channelOf(view, kept);
  return channel ? channelWords[locale][channel].codeUnderWay : say.codeOfRecovery;
}
