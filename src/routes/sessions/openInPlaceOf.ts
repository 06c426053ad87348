import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import { withinDatabaseDeadline } from '../databaseDeadline';

/**
 * Ends the session that a request came with once another is open: no token from before a sign-in is good after it.
 *
 * @param opening resolves with nothing where none is opened: then the former one stays
 */
export async function openInPlaceOf<Opened extends OpenedSession | undefined>(
  sessions: SessionStore,
  formerToken: string | undefined,
  opening: Promise<Opened>,
): Promise<Opened> {
  const opened = await withinDatabaseDeadline(opening);
  if (!opened || formerToken === undefined) return opened;
  const former = await withinDatabaseDeadline(sessions.find(formerToken));
  if (former && former._id !== opened.session._id)
    await withinDatabaseDeadline(sessions.end(former.accountId, former._id));
  return opened;
}
