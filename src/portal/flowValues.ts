import { catalogue } from '../errors/catalogue';
import { functionOfFlow } from '../http/permissions';
import type { FlowName, FlowView } from '../../workflows/contracts/flow';
import { inItalianClock } from './clock';
import type { Language } from './language';
import { accountPath, signInPath } from './paths';
import { pageTexts } from './texts';

/** The form that each flow begins with: where "change it" and "start again" lead. */
const formPaths: Readonly<Partial<Record<FlowName, string>>> = {
  userAdminRegistration: '/registration/user-admin',
  employeeRegistration: '/registration/employee',
  passwordRecovery: '/recovery',
  simAssociation: '/account/lines/associate',
  contactChange: '/account',
};

export interface FlowPageContext {
  readonly language: Language;
  /** Line, username or mailbox, as it was typed. */
  readonly typed: string;
  readonly now: Date;
}

/** The page that shows a flow's status. */
export function pageOfFlow({ status }: FlowView): 'code' | 'puk' | 'over' {
  if (status === 'AWAITING_CODE') return 'code';
  return status === 'AWAITING_PUK' ? 'puk' : 'over';
}

/** What a page shows of a flow, each value a text. */
export function valuesOfFlow(
  view: FlowView,
  { language, typed, now }: FlowPageContext,
): Readonly<Record<string, string>> {
  const { flow, status, nextSteps, resendAvailableAt, expiresAt, attemptsLeft, delivery, refusal } = view;
  const { locale, query } = language;
  const clock = (time: string | undefined) => (time === undefined ? '' : inItalianClock(time, locale));
  const told = refusal && catalogue[refusal.code][locale];
  const path = formPaths[flow];
  const isOwn = functionOfFlow[flow] !== undefined;
  const mayResend = nextSteps.includes('resendCode') || nextSteps.includes('resendLink');
  return {
    flow,
    status,
    typed,
    intro: introOf(view, typed, locale),
    changePath: path === undefined ? '' : path + query,
    heading: told?.title ?? '',
    detail: told?.detail ?? '',
    isOwn: String(isOwn),
    afterPath: (isOwn ? accountPath : signInPath) + query,
    mayResend: String(mayResend),
    maySubmit: String(nextSteps.includes('submitCode')),
    resendAt: resendAvailableAt ?? '',
    resendClock: clock(resendAvailableAt),
    resendOpen: String(resendAvailableAt !== undefined && Date.parse(resendAvailableAt) <= now.getTime()),
    until: expiresAt ?? '',
    untilClock: clock(expiresAt),
    attemptsLeft: attemptsLeft === undefined ? '' : String(attemptsLeft),
    delivery: delivery ?? '',
  };
}

function introOf({ flow, status }: FlowView, typed: string, locale: Language['locale']): string {
  const say = pageTexts[locale].flow;
  if (status === 'AWAITING_PUK') return say.pukIntro;
  if (flow === 'passwordRecovery') return say.codeOfRecovery;
  if (flow === 'contactChange') return say.codeToNew;
  return typed.includes('@') ? say.codeToMailbox : say.codeBySms;
}
