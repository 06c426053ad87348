import type { Request, Response } from 'express';
import { contactUndoPath } from '../security/contactUndoLinks';
import { AccountPage } from './accountPage';
import { ActionPage } from './actionPage';
import { actions } from './actions';
import { ActivationPage } from './activationPage';
import { CompanyPage } from './companyPage';
import { FlowPage } from './flowPage';
import { flowNamedBy, sameFlow } from './flowCookies';
import { accountNameIn, stepsNameOf } from './flowData';
import { accountForms, stepUp } from './forms/accountForms';
import type { Form } from './forms/form';
import { FormPage } from './forms/formPage';
import { employeeRegistration, forms, signIn } from './forms/forms';
import { infoPages } from './infoPages';
import { linkTo } from './language';
import { ManagersPage } from './managersPage';
import { PasskeyForm } from './passkeyForm';
import { PasskeysPage } from './passkeysPage';
import { PasswordPage, type PasswordPlace } from './passwordPage';
import {
  accountPath,
  activationPath,
  closeCookieNoticePath,
  codeFlowPasswordPath,
  companyPath,
  flowPath,
  managersPath,
  passkeysPath,
  passwordPath,
  sessionsPath,
  startPath,
  welcomePath,
} from './paths';
import type { PortalParts } from './portalParts';
import { SessionsPage } from './sessionsPage';
import { UndoPage } from './undoPage';
import { CookieNotice, showWelcome, StartPage } from './startPage';

/** A page at its address; loading it changes nothing. */
export interface Page {
  show(request: Request, response: Response): unknown;
  submit?(request: Request, response: Response): unknown;
}

/** Every page by its address. */
export function pagesOf(parts: PortalParts): ReadonlyMap<string, Page> {
  const activation = new ActivationPage(parts);
  return new Map<string, Page>([
    [startPath, new StartPage(parts, new FormPage(employeeRegistration, parts))],
    [closeCookieNoticePath, new CookieNotice(parts)],
    [welcomePath, { show: showWelcome }],
    [activationPath, activation],
    [passwordPath, new PasswordPage(parts, placeAfterLink(parts, activation))],
    [flowPath, new FlowPage(parts)],
    [contactUndoPath, new UndoPage(parts)],
    [codeFlowPasswordPath, new PasswordPage(parts, placeAfterCode(parts))],
    ...infoPages(parts),
    [accountPath, new AccountPage(parts)],
    [passkeysPath, new PasskeysPage(parts)],
    ...[signIn, stepUp].flatMap((form) => passkeyFormOf(form, parts)),
    [sessionsPath, new SessionsPage(parts)],
    [companyPath, new CompanyPage(parts)],
    [managersPath, new ManagersPage(parts)],
    ...actions.map((action) => [action.path, new ActionPage(action, parts)] as const),
    ...[...forms, ...accountForms].map((form) => [form.path, new FormPage(form, parts)] as const),
  ]);
}

function passkeyFormOf(form: Form, parts: PortalParts): readonly (readonly [string, Page])[] {
  return form.passkey ? [[form.passkey.path, new PasskeyForm(form, new FormPage(form, parts), parts)]] : [];
}

/** After a link the activation's token alone sets the password. */
function placeAfterLink(
  { activationCookies, flowTokens, activationAndPassword }: PortalParts,
  activation: ActivationPage,
): PasswordPlace {
  return {
    path: passwordPath,
    grantOf: (request) => {
      const kept = activationCookies.read(request, flowNamedBy(request));
      const grant = flowTokens.verify(kept?.flowToken ?? '');
      return grant?.role === 'password' ? grant : undefined;
    },
    latest: (request) => activationCookies.latest(request),
    accountOf: (_request, grant) => activationAndPassword.usernameOf(grant),
    stepsName: (_request, flow) => flow,
    again: (request, response, why) => activation.show(request, response, why),
  };
}

function placeAfterCode({ flowCookies, flowTokens }: PortalParts): PasswordPlace {
  const keptBy = (request: Request) => flowCookies.read(request, flowNamedBy(request));
  return {
    path: codeFlowPasswordPath,
    latest: (request) => flowCookies.latest(request),
    grantOf: (request) => flowTokens.verify(keptBy(request)?.flowToken ?? ''),
    accountOf: (request) => Promise.resolve(accountNameIn(keptBy(request)?.form)),
    stepsName: (request, flow) => stepsNameOf(flow, keptBy(request)?.form),
    again: (request, response) => response.redirect(303, linkTo(request, flowPath, sameFlow(request))),
  };
}
