import type { Locale } from '../../workflows/contracts/flow';
import type { MailName } from './mailValues';

export const mailNames = [
  'userAdminActivation',
  'userAdminRegistered',
  'userAdminRegistrationRefused',
  'telcoManagerInvitation',
  'telcoManagerActive',
  'invitationUsed',
  'registrationCode',
  'takeoverCode',
  'recoveryCode',
  'employeeRegistered',
  'passwordChanged',
  'accountClosed',
  'askUserAdmin',
  'simCode',
  'simTakeoverCode',
  'lineAssociated',
  'lineMoved',
  'contactCode',
  'signInCode',
  'contactChanged',
  'contactRecovered',
  'accountDeleted',
  'userAdminRevoked',
  'lineReleased',
  'lineFreed',
  'representativeChanged',
] as const satisfies readonly MailName[];

/** Subjects by mail and language; `{company}` stands for the company's name. None holds a code. */
export const mailSubjects: Record<MailName, Record<Locale, string>> = {
  userAdminActivation: {
    it: 'Attiva il profilo User Admin di {company}',
    en: 'Activate the User Admin profile of {company}',
  },
  userAdminRegistered: {
    it: 'Il profilo User Admin di {company} è attivo',
    en: 'The User Admin profile of {company} is active',
  },
  userAdminRegistrationRefused: {
    it: 'Registrazione non completata per {company}',
    en: 'Registration not completed for {company}',
  },
  telcoManagerInvitation: {
    it: 'Il tuo invito come Telco Manager di {company}',
    en: 'Your invitation as a Telco Manager of {company}',
  },
  telcoManagerActive: {
    it: 'Il tuo profilo Telco Manager è attivo',
    en: 'Your Telco Manager profile is active',
  },
  invitationUsed: {
    it: 'Il Telco Manager che hai invitato è attivo',
    en: 'The Telco Manager you invited is active',
  },
  registrationCode: {
    it: 'Il codice di controllo per la tua registrazione',
    en: 'The control code for your registration',
  },
  takeoverCode: {
    it: 'La linea che registri ha già un account',
    en: 'The line you are registering already has an account',
  },
  recoveryCode: {
    it: 'Il codice di controllo per la nuova password',
    en: 'The control code for a new password',
  },
  employeeRegistered: {
    it: 'Ti diamo il benvenuto sul Selfcare Wind Tre Business',
    en: 'Welcome to Wind Tre Business Selfcare',
  },
  passwordChanged: {
    it: 'La tua password è stata cambiata',
    en: 'Your password was changed',
  },
  accountClosed: {
    it: 'Il tuo account Selfcare è stato chiuso',
    en: 'Your Selfcare account has been closed',
  },
  askUserAdmin: {
    it: 'Per la nuova password, chiedi allo User Admin',
    en: 'For a new password, ask the User Admin',
  },
  simCode: {
    it: 'Il codice di controllo per associare la SIM',
    en: 'The control code to add the SIM',
  },
  simTakeoverCode: {
    it: 'La SIM che associ ha già un account',
    en: 'The SIM you are adding already has an account',
  },
  lineAssociated: {
    it: 'Una linea è stata associata al tuo account Selfcare',
    en: 'A line was added to your Selfcare account',
  },
  lineMoved: {
    it: 'Una linea è uscita dal tuo account Selfcare',
    en: 'A line has moved to another account',
  },
  signInCode: {
    it: 'Il codice di controllo per accedere',
    en: 'The control code for your sign-in',
  },
  contactCode: {
    it: 'Il codice di controllo per il tuo indirizzo email',
    en: 'The control code for your e-mail address',
  },
  contactChanged: {
    it: 'I contatti del tuo account Selfcare sono cambiati',
    en: 'The contacts of your Selfcare account were changed',
  },
  contactRecovered: {
    it: 'Nuova password con il contatto che ha sostituito il tuo',
    en: 'New password by the contact that replaced yours',
  },
  accountDeleted: {
    it: 'Il tuo account Selfcare è stato cancellato',
    en: 'Your Selfcare account has been deleted',
  },
  userAdminRevoked: {
    it: 'Il profilo User Admin di {company} è stato revocato',
    en: 'The User Admin profile of {company} has been revoked',
  },
  lineReleased: {
    it: 'Una linea non fa più parte del tuo account Selfcare',
    en: 'A line is no longer part of your Selfcare account',
  },
  lineFreed: {
    it: 'Hai liberato una linea della tua azienda',
    en: 'You freed a line of your company',
  },
  representativeChanged: {
    it: 'Chi amministra il Selfcare di {company}?',
    en: 'Who manages Selfcare for {company}?',
  },
};
