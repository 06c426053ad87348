import { Problem } from '../errors/problem';
import { freeLineOperation, removeLineOperation } from '../routes/lineRelease';
import { switchAutologinOperation } from '../routes/networkSessions/lineAutologin';
import {
  endSessionOperation,
  endSessionsOperation,
  readSessionOperation,
  signOutOperation,
} from '../routes/sessions';
import { keepPasskeyOperation, removePasskeyOperation } from '../routes/passkeys';
import { inviteTelcoManagerAgainOperation } from '../routes/telcoManagerInvitation';
import { deleteTelcoManagerOperation } from '../routes/telcoManagers';
import type { Action } from './actionPage';
import {
  accountPath,
  companyPath,
  managersPath,
  passkeysPath,
  sessionsPath,
  signOutPath,
  startPath,
} from './paths';

export const endSessionPath = '/account/sessions/end';
export const endSessionsPath = '/account/sessions/end-all';
export const keepPasskeyPath = '/account/passkeys/keep';
export const removePasskeyPath = '/account/passkeys/remove';
export const removeLinePath = '/account/lines/remove';
export const autologinOnPath = '/account/lines/autologin-on';
export const autologinOffPath = '/account/lines/autologin-off';
export const freeLinePath = '/company/lines/free';
export const deleteManagerPath = '/telco-managers/delete';
export const inviteAgainPath = '/telco-managers/invite-again';

function autologin(enabled: boolean): Pick<Action, 'ask' | 'nextPath'> {
  return {
    ask: (call, { of: line, key }) =>
      call(switchAutologinOperation, { params: { line }, body: { enabled }, key }),
    nextPath: accountPath,
  };
}

export const actions: readonly Action[] = [
  { ...autologin(true), path: autologinOnPath, doneWord: 'autologinOn' },
  { ...autologin(false), path: autologinOffPath, doneWord: 'autologinOff' },
  {
    path: signOutPath,
    ask: (call, { key }) => call(signOutOperation, { key }),
    nextPath: startPath,
    leaves: true,
    doneWord: 'signedOut',
  },
  {
    path: endSessionPath,
    ask: (call, { of: sessionId, key }) => call(endSessionOperation, { params: { sessionId }, key }),
    nextPath: sessionsPath,
    doneWord: 'sessionEnded',
  },
  {
    path: endSessionsPath,
    async ask(call, { of: username, key }) {
      const { account } = await call(readSessionOperation, {});
      if (account.username !== username) throw new Problem('SESSION_INVALID');
      return call(endSessionsOperation, { key });
    },
    nextPath: startPath,
    doneWord: 'sessionsEnded',
    leaves: true,
  },
  {
    path: keepPasskeyPath,
    ask: (call, { of: passkeyId, key }) => call(keepPasskeyOperation, { params: { passkeyId }, key }),
    nextPath: passkeysPath,
    doneWord: 'passkeyKept',
  },
  {
    path: removePasskeyPath,
    ask: (call, { of: passkeyId, key }) => call(removePasskeyOperation, { params: { passkeyId }, key }),
    nextPath: passkeysPath,
    doneWord: 'passkeyRemoved',
  },
  {
    path: removeLinePath,
    ask: (call, { of: line, key }) => call(removeLineOperation, { params: { line }, key }),
    nextPath: accountPath,
    doneWord: 'lineRemoved',
  },
  {
    path: freeLinePath,
    ask: (call, { of: line, key }) => call(freeLineOperation, { params: { line }, key }),
    nextPath: companyPath,
    doneWord: 'lineFreed',
  },
  {
    path: deleteManagerPath,
    ask: (call, { of: managerId, key }) => call(deleteTelcoManagerOperation, { params: { managerId }, key }),
    nextPath: managersPath,
    doneWord: 'managerDeleted',
  },
  {
    path: inviteAgainPath,
    ask: (call, { of: managerId, was: expectedStatus, key }) =>
      call(inviteTelcoManagerAgainOperation, { params: { managerId }, body: { expectedStatus }, key }),
    nextPath: managersPath,
    doneWord: 'managerInvited',
  },
];
