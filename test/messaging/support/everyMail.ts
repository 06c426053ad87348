import { Mails, type RenderedMail } from '../../../src/messaging/mails';
import { mailedRefusals, type MailName } from '../../../src/messaging/mailValues';
import { deletionReasons } from '../../../workflows/contracts/accountFlows';
import type { Locale } from '../../../workflows/contracts/flow';

export const mails = new Mails();
export const token = 'q8Zr0mB3vN7yT1xWc5LkJ9dHf2GsA4eUo6PiRzQbXnE';
export const page = 'https://selfcare.example/attivazione';
export const link = `${page}#token=${token}`;
const undoLink = `https://selfcare.example/undo#${token}`;
export const code = '407318';

/** Values that come from people or their records. */
export const names = {
  companyName: "Officine D'Angelo & Figli",
  firstName: 'Chiara',
  maskedUsername: 'chi•••',
  username: 'MarioTelco',
  managerName: "Mario D'Esempio",
  maskedLine: '•••••••••4567',
};
const supportReference = '7K3M9QX2TB';

/** Every mail of the service, in one language; `told` are the values that both its parts show. */
export function allMails(locale: Locale, about: Partial<typeof names> = {}): MailOfService[] {
  const { companyName, firstName, maskedUsername, maskedLine, username, managerName } = {
    ...names,
    ...about,
  };
  const flow = { locale, supportReference };
  const company = { ...flow, companyName, firstName };
  const mailedCode = { ...flow, code, lifeMinutes: 30 };
  const expiresAt = new Date('2026-11-26T13:30:00Z');
  const told = (...values: string[]) => [supportReference, ...values];
  const toCompany = told(companyName, firstName);
  return [
    of('userAdminActivation', mails.userAdminActivation({ ...company, link, token, expiresAt }), toCompany),
    of('userAdminRegistered', mails.userAdminRegistered({ ...company, maskedUsername }), [
      ...toCompany,
      maskedUsername,
    ]),
    ...mailedRefusals.map((reason) =>
      of(
        'userAdminRegistrationRefused',
        mails.userAdminRegistrationRefused({ ...company, reason }),
        toCompany,
        reason,
      ),
    ),
    of(
      'telcoManagerInvitation',
      mails.telcoManagerInvitation({ ...company, username, link, token, expiresAt }),
      [...toCompany, username],
    ),
    of('telcoManagerActive', mails.telcoManagerActive({ ...flow, maskedUsername }), told(maskedUsername)),
    of(
      'invitationUsed',
      mails.invitationUsed({ ...flow, maskedUsername, managerName }),
      told(maskedUsername, managerName),
    ),
    of('registrationCode', mails.registrationCode(mailedCode), told(code)),
    of('takeoverCode', mails.takeoverCode(mailedCode), told(code)),
    of('recoveryCode', mails.recoveryCode(mailedCode), told(code), 'no name'),
    of('recoveryCode', mails.recoveryCode({ ...mailedCode, firstName }), told(code, firstName)),
    of('employeeRegistered', mails.employeeRegistered({ ...flow, maskedLine }), told(maskedLine)),
    of('passwordChanged', mails.passwordChanged(flow), told(), 'no name'),
    of('passwordChanged', mails.passwordChanged({ ...flow, firstName }), told(firstName)),
    of('accountClosed', mails.accountClosed({ ...flow, maskedLine }), told(maskedLine)),
    of('askUserAdmin', mails.askUserAdmin(flow), told(), 'no name'),
    of('askUserAdmin', mails.askUserAdmin({ ...flow, firstName }), told(firstName)),
    of('simCode', mails.simCode(mailedCode), told(code)),
    of('simTakeoverCode', mails.simTakeoverCode(mailedCode), told(code)),
    of('lineAssociated', mails.lineAssociated({ ...flow, maskedLine }), told(maskedLine)),
    of('lineMoved', mails.lineMoved({ ...flow, maskedLine }), told(maskedLine)),
    of('contactCode', mails.contactCode(mailedCode), told(code)),
    of('signInCode', mails.signInCode(mailedCode), told(code)),
    ...(['email', 'mobile'] as const).map((contact) =>
      of(
        'contactChanged',
        mails.contactChanged({ ...flow, contact, maskedUsername }),
        told(maskedUsername),
        contact,
      ),
    ),
    of(
      'contactRecovered',
      mails.contactRecovered({ ...flow, maskedUsername, link: undoLink }),
      told(maskedUsername),
    ),
    ...deletionReasons.map((reason) =>
      of(
        'accountDeleted',
        mails.accountDeleted({ ...flow, reason, maskedName: maskedLine }),
        told(maskedLine),
        reason,
      ),
    ),
    of('userAdminRevoked', mails.userAdminRevoked(company), toCompany),
    ...releases.map(({ reason, ending, ...renamed }) =>
      of(
        'lineReleased',
        mails.lineReleased({ ...flow, reason, ending, maskedLine, ...renamed }),
        told(maskedLine, ...Object.values(renamed)),
        `${reason}, ${ending}`,
      ),
    ),
    of('lineFreed', mails.lineFreed({ ...flow, maskedLine }), told(maskedLine)),
    of('representativeChanged', mails.representativeChanged({ ...company, maskedUsername }), [
      ...toCompany,
      maskedUsername,
    ]),
  ];
}

const releases = [
  { reason: 'byOwner', ending: 'kept' },
  { reason: 'byManager', ending: 'closed' },
  { reason: 'byRecords', ending: 'renamed', maskedUsername: '•••••••••9999' },
] as const;

export interface MailOfService {
  readonly name: MailName;
  readonly title: string;
  readonly mail: RenderedMail;
  readonly told: readonly string[];
}

function of(name: MailName, mail: RenderedMail, told: readonly string[], case_ = ''): MailOfService {
  return { name, title: [name, case_].filter(Boolean).join(': '), mail, told };
}
