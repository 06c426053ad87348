import { passwordObjections } from '../../errors/fieldTexts';
import { associateSimOperation } from '../../routes/simAssociation';
import { changeContactOperation } from '../../routes/contactChange';
import { changePasswordOperation } from '../../routes/passwordChange';
import { deleteAccountOperation } from '../../routes/accountDeletion';
import { inviteTelcoManagerOperation } from '../../routes/telcoManagerInvitation';
import { stepUpOperation } from '../../routes/sessions/begin';
import { askForPasskeyStepUpOperation } from '../../routes/sessions/passkeySignIn';
import {
  accountPath,
  flowPath,
  inviteManagerPath,
  managersPath,
  sessionsPath,
  startPath,
  stepUpByPasskeyPath,
  stepUpPath,
} from '../paths';
import { formFor, type Field, type Form } from './form';
import { simKind } from './forms';

const password: Field = {
  name: 'password',
  pointer: '/password',
  type: 'password',
  autocomplete: 'current-password',
  codes: ['PASSWORD_WRONG'],
};

/** Rule 39 of the FAQ. */
export const simAssociation = formFor(associateSimOperation, {
  name: 'simAssociation',
  flow: 'simAssociation',
  path: '/account/lines/associate',
  fields: [{ name: 'line', pointer: '/line', type: 'tel', autocomplete: 'off' }, simKind],
  backPath: accountPath,
  bodyOf: (typed) => ({ line: typed.line, simKind: typed['sim-kind'] }),
  aboutOf: (typed) => typed.line ?? '',
  nextPath: flowPath,
});

const emailChange = formFor(changeContactOperation, {
  name: 'emailChange',
  flow: 'contactChange',
  path: '/account/email',
  fields: [{ name: 'new-email', pointer: '/email', type: 'email', autocomplete: 'email' }, password],
  backPath: accountPath,
  bodyOf: (typed) => ({ email: typed['new-email'], mobile: undefined, password: typed.password }),
  aboutOf: (typed) => typed['new-email'] ?? '',
  nextPath: flowPath,
});

const mobileChange = formFor(changeContactOperation, {
  name: 'mobileChange',
  flow: 'contactChange',
  path: '/account/mobile',
  fields: [{ name: 'new-mobile', pointer: '/mobile', type: 'tel', autocomplete: 'tel' }, password],
  backPath: accountPath,
  bodyOf: (typed) => ({ email: undefined, mobile: typed['new-mobile'], password: typed.password }),
  aboutOf: (typed) => typed['new-mobile'] ?? '',
  nextPath: flowPath,
});

export const passwordChange = formFor(changePasswordOperation, {
  name: 'passwordChange',
  path: '/account/password',
  fields: [
    { ...password, name: 'current-password', pointer: '/currentPassword' },
    { ...password, name: 'new-password', autocomplete: 'new-password', codes: passwordObjections },
  ],
  backPath: accountPath,
  bodyOf: (typed) => ({ currentPassword: typed['current-password'], password: typed['new-password'] }),
  nextPath: sessionsPath,
  doneWord: 'passwordChanged',
});

/** Rules 34 to 36 of the FAQ: "Altro – Account e Profilo". */
const accountDeletion = formFor(deleteAccountOperation, {
  name: 'accountDeletion',
  path: '/account/deletion',
  isFinal: true,
  fields: [password],
  backPath: accountPath,
  bodyOf: (typed) => ({ password: typed.password }),
  nextPath: startPath,
  doneWord: 'accountDeleted',
});

/** Rules 15 and 18 of the FAQ. */
const telcoManagerInvitation = formFor(inviteTelcoManagerOperation, {
  name: 'telcoManagerInvitation',
  path: inviteManagerPath,
  fields: [
    {
      name: 'manager-username',
      pointer: '/username',
      type: 'text',
      autocomplete: 'off',
      codes: ['USERNAME_TAKEN'],
    },
    { name: 'manager-first-name', pointer: '/firstName', type: 'text', autocomplete: 'off' },
    { name: 'manager-last-name', pointer: '/lastName', type: 'text', autocomplete: 'off' },
    { name: 'manager-email', pointer: '/email', type: 'email', autocomplete: 'off' },
    { name: 'manager-mobile', pointer: '/mobile', type: 'tel', autocomplete: 'off' },
  ],
  backPath: managersPath,
  bodyOf: (typed) => ({
    username: typed['manager-username'],
    firstName: typed['manager-first-name'],
    lastName: typed['manager-last-name'],
    email: typed['manager-email'],
    mobile: typed['manager-mobile'],
  }),
  nextPath: managersPath,
  doneWord: 'managerInvited',
});

export const stepUp = formFor(stepUpOperation, {
  name: 'stepUp',
  path: stepUpPath,
  leadsOn: true,
  passkey: { path: stepUpByPasskeyPath, options: askForPasskeyStepUpOperation.path, word: 'stepUp' },
  fields: [password],
  backPath: accountPath,
  bodyOf: (typed) => ({ password: typed.password }),
  nextPath: accountPath,
});

export const accountForms: readonly Form[] = [
  simAssociation,
  emailChange,
  mobileChange,
  passwordChange,
  accountDeletion,
  telcoManagerInvitation,
  stepUp,
];
