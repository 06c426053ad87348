import type { Action } from './actionPage';
import { accountPath, companyPath, managersPath, sessionsPath, signOutPath, startPath } from './paths';

export const endSessionPath = '/account/sessions/end';
export const endSessionsPath = '/account/sessions/end-all';
export const removeLinePath = '/account/lines/remove';
export const autologinOnPath = '/account/lines/autologin-on';
export const autologinOffPath = '/account/lines/autologin-off';
export const freeLinePath = '/company/lines/free';
export const deleteManagerPath = '/telco-managers/delete';
export const inviteAgainPath = '/telco-managers/invite-again';

const autologin = { operationId: 'switchAutologin', parameter: 'line', nextPath: accountPath } as const;

export const actions: readonly Action[] = [
  { ...autologin, path: autologinOnPath, body: { enabled: true }, doneWord: 'autologinOn' },
  { ...autologin, path: autologinOffPath, body: { enabled: false }, doneWord: 'autologinOff' },
  { path: signOutPath, operationId: 'signOut', nextPath: startPath, leaves: true, doneWord: 'signedOut' },
  {
    path: endSessionPath,
    operationId: 'endSession',
    parameter: 'sessionId',
    nextPath: sessionsPath,
    doneWord: 'sessionEnded',
  },
  {
    path: endSessionsPath,
    operationId: 'endSessions',
    nextPath: startPath,
    doneWord: 'sessionsEnded',
    leaves: true,
  },
  {
    path: removeLinePath,
    operationId: 'removeLine',
    parameter: 'line',
    nextPath: accountPath,
    doneWord: 'lineRemoved',
  },
  {
    path: freeLinePath,
    operationId: 'freeLine',
    parameter: 'line',
    nextPath: companyPath,
    doneWord: 'lineFreed',
  },
  {
    path: deleteManagerPath,
    operationId: 'deleteTelcoManager',
    parameter: 'managerId',
    nextPath: managersPath,
    doneWord: 'managerDeleted',
  },
  {
    path: inviteAgainPath,
    operationId: 'inviteTelcoManagerAgain',
    parameter: 'managerId',
    expects: 'expectedStatus',
    nextPath: managersPath,
    doneWord: 'managerInvited',
  },
];
