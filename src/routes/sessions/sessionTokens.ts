import type { Database } from '../../database/database';
import type { SessionStore, OpenedSession } from '../../database/sessionStore';
import type { SignedIn } from '../../http/sessionGuard';
import type { DatabaseDeadline } from '../../http/databaseDeadline';

export interface AuthenticationDependencies {
  readonly database: Database;
  readonly databaseDeadline: DatabaseDeadline;
  readonly sessions: SessionStore;
  readonly now: () => Date;
}

const shown = {
  kind: 1,
  username: 1,
  vatNumber: 1,
  email: 1,
  emailVerified: 1,
  mobile: 1,
  passkeyEpoch: 1,
  passkeysSuspendedAt: 1,
  status: 1,
  sessionEpoch: 1,
} as const;

/**
 * The live session of a token and its current account. Both are read at each request, so that a deletion or
 * a new password takes effect at once.
 */
export function authenticator({ database, databaseDeadline, sessions, now }: AuthenticationDependencies) {
  return async (token: string): Promise<SignedIn | undefined> => {
    const time = now();
    const session = await databaseDeadline.within(sessions.find(token));
    if (!session) return undefined;
    const owner = database.accounts.findById(session.accountId, shown).lean();
    const [account, lives] = await databaseDeadline.within(
      Promise.all([owner.exec(), sessions.touch(session, time.getTime())]),
    );
    if (!lives || account?.status !== 'active' || (account.sessionEpoch ?? 0) !== session.epoch)
      return undefined;
    const lastSeenAt = time > session.lastSeenAt ? time : session.lastSeenAt;
    return { session: { ...session, lastSeenAt }, account };
  };
}

export interface OpeningDependencies {
  readonly sessions: SessionStore;
  readonly databaseDeadline: DatabaseDeadline;
}

/**
 * Once a session is open, ends the request's former one, since no token from before a sign-in works after it, and those that the
 * account has too many.
 *
 * @param opening resolves with undefined where no session is opened: then the others stay
 * @param whenOpen what has to be done before the token is told
 */
export async function openInPlaceOf<Opened extends OpenedSession | undefined>(
  dependencies: OpeningDependencies,
  formerToken: string | undefined,
  opening: Promise<Opened>,
  whenOpen: (opened: NonNullable<Opened>) => Promise<void>,
): Promise<Opened> {
  const { sessions, databaseDeadline } = dependencies;
  const opened = await databaseDeadline.within(opening);
  if (!opened) return opened;
  await Promise.all([
    whenOpen(opened),
    endFormer(dependencies, formerToken, opened),
    databaseDeadline.within(sessions.endOldest(opened.session)),
  ]);
  return opened;
}

async function endFormer(
  { sessions, databaseDeadline }: OpeningDependencies,
  formerToken: string | undefined,
  { session }: OpenedSession,
): Promise<void> {
  if (formerToken === undefined) return;
  const former = await databaseDeadline.within(sessions.find(formerToken));
  if (former && former._id !== session._id)
    await databaseDeadline.within(sessions.end(former.accountId, former._id));
}
