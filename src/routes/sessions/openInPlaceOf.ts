import type { NewSession, OpenedSession, SessionStore } from '../../database/sessionStore';
import { withinDatabaseDeadline } from '../databaseDeadline';

/**
 * Opens a session, and ends the one that the request came with: no token from before a sign-in is good after it.
 *
 * @param now milliseconds since 1970
 */
export async function openInPlaceOf(
  sessions: SessionStore,
  formerToken: string | undefined,
  wanted: NewSession,
  now: number,
): Promise<OpenedSession> {
  const opened = await withinDatabaseDeadline(sessions.open(wanted, now));
  const former = formerToken === undefined ? null : await withinDatabaseDeadline(sessions.find(formerToken));
  if (former && former._id !== opened.session._id)
    await withinDatabaseDeadline(sessions.end(former.accountId, former._id));
  return opened;
}
