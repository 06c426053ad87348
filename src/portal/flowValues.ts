import { catalogue } from '../errors/catalogue';
import { functionOfFlow } from '../http/permissions';
import { normaliseAccountName } from '../identifiers/accountName';
import { normaliseLineNumber, shownNumber } from '../identifiers/msisdn';
import { channelFacts, type CodeLives, type MessageChannel } from '../../workflows/contracts/channels';
import type { FlowName, FlowView } from '../../workflows/contracts/flow';
import { inItalianClock, inItalianDate } from './clock';
import { linkWith, type Language } from './language';
import { accountForms } from './forms/accountForms';
import { changeParameter, type Form } from './forms/form';
import { forms } from './forms/forms';
import { typedInto, type KeptForm } from './forms/keptForm';
import { accountPath, signInPath } from './paths';
import { pageTexts } from './texts';
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

/** What a page shows of a flow, each value a text. */
export function valuesOfFlow(
  view: FlowView,
  { language, kept, page, now, codeLives }: FlowPageContext,
): Readonly<Record<string, string>> {
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
    flow,
    status,
    typed: shownTyped(typed),
    intro: introOf(view, { typed, kept, locale }),
    channel: channelOf(view, { typed, kept }),
    codeLife: codeLifeOf(view, { typed, kept, locale, codeLives }),
    stepsName: stepsNameOf(flow, kept),
    changePath: change('true'),
    dataOnlyPath: hasOtherKind && !isDataOnly(kept) ? change('data-only') : '',
    heading: told?.title ?? '',
    detail: told?.detail ?? '',
    completed: (status === 'COMPLETED' && pageTexts[locale].flow.completedOfOwn[flow]) || '',
    isOwn: String(isOwn),
    afterPath: (isOwn ? accountPath : signInPath) + query,
    ...resendOf(view, { now, clock }),
    maySubmit: String(nextSteps.includes('submitCode')),
    until: expiresAt ?? '',
    untilClock: clock(expiresAt),
    untilDate: expiresAt === undefined ? '' : inItalianDate(expiresAt, locale),
    attemptsLeft: attemptsLeft === undefined ? '' : String(attemptsLeft),
    delivery: delivery ?? '',
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
    mayResend: String(mayResend),
    resendAt: resendAvailableAt ?? '',
    resendClock: clock(resendAvailableAt),
    resendOpen: String(resendAvailableAt !== undefined && Date.parse(resendAvailableAt) <= now.getTime()),
  };
}

interface About {
  readonly typed: string;
  readonly kept: KeptForm | undefined;
  readonly locale: Language['locale'];
}

/** Which way the code goes; of a recovery's, the page does not know. */
function channelOf(
  { flow }: FlowView,
  { typed, kept }: Pick<About, 'typed' | 'kept'>,
): MessageChannel | 'either' {
  if (flow === 'passwordRecovery') return 'either';
  return isDataOnly(kept) || typed.includes('@') ? 'mail' : 'sms';
}

/** How long the code will live once it has gone out. */
function codeLifeOf(
  view: FlowView,
  { codeLives, ...about }: About & { readonly codeLives: CodeLives },
): string {
  const minutesOf = (by: MessageChannel) => String(codeLives[channelFacts[by].codeLife] / 60_000);
  const say = pageTexts[about.locale].flow;
  const channel = channelOf(view, about);
  if (channel === 'either')
    return say.codeLifeEither.replace('{sms}', minutesOf('sms')).replace('{mail}', minutesOf('mail'));
  return say.codeLife.replace('{minutes}', minutesOf(channel));
}

function introOf({ flow, status }: FlowView, about: About): string {
  const { typed, kept, locale } = about;
  const say = pageTexts[locale].flow;
  const goesToOwn = flow === 'simAssociation';
  if (status === 'AWAITING_PUK') return goesToOwn ? say.pukIntroOfOwn : say.pukIntro;
  if (goesToOwn && isDataOnly(kept)) return say.codeToOwnMailbox;
  if (flow === 'passwordRecovery') return say.codeOfRecovery;
  if (flow === 'contactChange') return say.codeToNew;
  return typed.includes('@') ? say.codeToMailbox : say.codeBySms;
}
