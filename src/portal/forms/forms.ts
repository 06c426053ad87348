import { recoverPasswordOperation, recoveryChannelNames } from '../../routes/passwordRecovery';
import { registerEmployeeOperation } from '../../routes/employeeRegistration';
import { registerUserAdminOperation } from '../../routes/userAdminRegistration';
import { confirmNewDeviceOperation } from '../../routes/newDeviceConfirmation';
import { signInOperation } from '../../routes/sessions/begin';
import { askForPasskeySignInOperation } from '../../routes/sessions/passkeySignIn';
import {
  accountPath,
  employeeRegistrationPath,
  flowPath,
  recoveryPath,
  signInByPasskeyPath,
  signInPath,
  signInWithCodePath,
  userAdminRegistrationPath,
} from '../paths';
import { simKinds } from '../../../workflows/contracts/lines';
import { formFor, type Field, type Form } from './form';

const line: Field = { name: 'line', pointer: '/line', type: 'tel', autocomplete: 'tel' };
const email: Field = { name: 'email', pointer: '/email', type: 'email', autocomplete: 'email' };
export const simKind: Field = {
  name: 'sim-kind',
  pointer: '/simKind',
  type: 'choice',
  autocomplete: 'off',
  choices: simKinds,
};
const username: Field = { name: 'username', pointer: '/username', type: 'text', autocomplete: 'username' };
const password: Field = {
  name: 'password',
  pointer: '/password',
  type: 'password',
  autocomplete: 'current-password',
};

const representative: readonly Field[] = [
  { name: 'first-name', pointer: '/firstName', type: 'text', autocomplete: 'given-name' },
  { name: 'last-name', pointer: '/lastName', type: 'text', autocomplete: 'family-name' },
  { name: 'birth-date', pointer: '/birthDate', type: 'date', autocomplete: 'bday' },
  { name: 'tax-code', pointer: '/taxCode', type: 'text', autocomplete: 'off' },
  { name: 'contract-email', pointer: '/email', type: 'email', autocomplete: 'email' },
  { name: 'contract-mobile', pointer: '/mobile', type: 'tel', autocomplete: 'tel' },
];

/** Rules 10 to 12 of the FAQ. */
export const userAdminRegistration = formFor(registerUserAdminOperation, {
  name: 'userAdminRegistration',
  flow: 'userAdminRegistration',
  path: userAdminRegistrationPath,
  fields: [
    { name: 'vat-number', pointer: '/vatNumber', type: 'text', autocomplete: 'off', inputMode: 'numeric' },
    ...representative.map((field) => ({ ...field, pointer: `/legalRepresentative${field.pointer}` })),
    {
      name: 'new-username',
      pointer: '/username',
      type: 'text',
      autocomplete: 'username',
      codes: ['USERNAME_TAKEN'],
    },
  ],
  bodyOf: (typed) => ({
    vatNumber: typed['vat-number'],
    legalRepresentative: {
      firstName: typed['first-name'],
      lastName: typed['last-name'],
      birthDate: typed['birth-date'],
      taxCode: typed['tax-code'],
      email: typed['contract-email'],
      mobile: typed['contract-mobile'],
    },
    username: typed['new-username'],
  }),
  nextPath: flowPath,
});

/** Rules 28 to 30 of the FAQ. */
export const employeeRegistration = formFor(registerEmployeeOperation, {
  name: 'employeeRegistration',
  flow: 'employeeRegistration',
  path: employeeRegistrationPath,
  fields: [line, email, simKind],
  bodyOf: (typed) => ({ line: typed.line, email: typed.email, simKind: typed['sim-kind'] }),
  aboutOf: ({ line: msisdn = '', email: mailbox = '', ...typed }) =>
    typed['sim-kind'] === 'data-only' ? mailbox : msisdn,
  nextPath: flowPath,
});

/** Rules 23, 24 and 37 of the FAQ. */
const passwordRecovery = formFor(recoverPasswordOperation, {
  name: 'passwordRecovery',
  flow: 'passwordRecovery',
  path: recoveryPath,
  fields: [
    username,
    {
      name: 'channel',
      pointer: '/channel',
      type: 'choice',
      autocomplete: 'off',
      choices: recoveryChannelNames,
    },
  ],
  bodyOf: (typed) => ({ username: typed.username, channel: typed.channel }),
  aboutOf: (typed) => typed.username ?? '',
  nextPath: flowPath,
});

const signInWithCode = formFor(confirmNewDeviceOperation, {
  name: 'newDeviceConfirmation',
  flow: 'newDeviceConfirmation',
  path: signInWithCodePath,
  leadsOn: true,
  fields: [username, password],
  bodyOf: (typed) => ({ username: typed.username, password: typed.password }),
  aboutOf: (typed) => typed.username ?? '',
  nextPath: flowPath,
});

/** Rule 6 of the FAQ. */
export const signIn = formFor(signInOperation, {
  name: 'signIn',
  path: signInPath,
  leadsOn: true,
  withCode: signInWithCode,
  passkey: { path: signInByPasskeyPath, options: askForPasskeySignInOperation.path, word: 'signIn' },
  fields: [{ ...username, autocomplete: 'username webauthn' }, password],
  bodyOf: (typed) => ({ username: typed.username, password: typed.password, transport: 'cookie' }),
  nextPath: accountPath,
});

export const forms: readonly Form[] = [
  ...[userAdminRegistration, employeeRegistration, passwordRecovery],
  ...[signIn, signInWithCode],
];
