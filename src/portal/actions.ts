import type { Action } from './actionPage';
import { sessionsPath, signOutPath, startPath } from './paths';

export const endSessionPath = '/account/sessions/end';
export const endSessionsPath = '/account/sessions/end-all';

export const actions: readonly Action[] = [
  { path: signOutPath, operationId: 'signOut', nextPath: startPath },
  {
    path: endSessionPath,
    operationId: 'endSession',
    parameter: 'sessionId',
    nextPath: sessionsPath,
    doneWord: 'sessionsEnded',
  },
  { path: endSessionsPath, operationId: 'endSessions', nextPath: startPath, doneWord: 'sessionsEnded' },
];
