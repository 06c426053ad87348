import { z } from 'zod';
import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import type { Answer, Shown } from '../../http/endpoint';
import type { SignedInAccount } from '../../http/sessionGuard';
import { ownSessionView, type openedSessionSchema } from './views';

/** How a session's token is to travel. */
export const sessionTransport = z.enum(['bearer', 'cookie']).default('bearer').meta({
  description: '`cookie`: for pages of the portal. The token is then in a cookie and not in the answer.',
});

/** The tokens go where scripts cannot read them, or into the answer; never both. */
export function handedOver(
  sessions: SessionStore,
  status: number,
  { session, token }: OpenedSession,
  account: Pick<SignedInAccount, 'username' | 'kind'>,
  device?: string,
): Answer<Shown<z.output<typeof openedSessionSchema>>> {
  const view = ownSessionView(sessions, session, account);
  if (session.transport === 'cookie')
    return { status, body: view, cookies: { session: token, ...(device !== undefined && { device }) } };
  return { status, body: { ...view, token, ...(device !== undefined && { deviceToken: device }) } };
}
