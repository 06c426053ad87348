import type { OpenedSession, SessionStore } from '../../database/sessionStore';
import type { DatabaseDeadline } from '../databaseDeadline';

export interface OpeningDependencies {
  readonly sessions: SessionStore;
  readonly databaseDeadline: DatabaseDeadline;
}

/**
 * Ends the session that a request came with once another is open: no token from before a sign-in is good after it.
 *
 * @param opening resolves with nothing where none is opened: then the former one stays
 */
export async function openInPlaceOf<Opened extends OpenedSession | undefined>(
  { sessions, databaseDeadline }: OpeningDependencies,
  formerToken: string | undefined,
  opening: Promise<Opened>,
): Promise<Opened> {
  const opened = await databaseDeadline.within(opening);
  if (!opened || formerToken === undefined) return opened;
  const former = await databaseDeadline.within(sessions.find(formerToken));
  if (former && former._id !== opened.session._id)
    await databaseDeadline.within(sessions.end(former.accountId, former._id));
  return opened;
}
