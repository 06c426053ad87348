import { z } from 'zod';
import { accountKinds } from '../../database/accounts';
import type { SessionStore, OpenedSession } from '../../database/sessionStore';
import type { Session } from '../../database/sessions';
import { assurances } from '../../security/assurance';
import type { Shown, Answer } from '../../http/endpoint';
import { time } from '../../http/schemas';
import type { SignedInAccount } from '../../http/sessionGuard';

const accountShape = {
  username: z.string().meta({ description: "An administrator's username, or an employee's line." }),
  profile: z.enum(accountKinds),
};

const sessionShape = {
  id: z
    .string()
    .meta({ description: 'Names the session; opens nothing.', example: 'mYw3rXn0QyK2cJx4mB7gZl' }),
  current: z.boolean().meta({ description: 'Whether this request came by it.' }),
  assurance: z.enum(assurances).meta({
    description:
      'By what its owner was recognised; the last two are two factors. Some calls ask for a password or passkey first.',
  }),
  client: z.enum(['app', 'portal']),
  createdAt: time,
  lastSeenAt: time,
  idleExpiresAt: time.meta({ description: 'When it ends unless another request comes before.' }),
  expiresAt: time.meta({ description: 'When it ends at the latest.' }),
};

const ownSessionShape = { ...sessionShape, account: z.object(accountShape).meta({ id: 'SignedInAccount' }) };

export const sessionSchema = z.object(sessionShape).meta({ id: 'Session' });
export const ownSessionSchema = z.object(ownSessionShape).meta({ id: 'OwnSession' });
export const openedSessionSchema = z
  .object({
    ...ownSessionShape,
    token: z.string().optional().meta({
      description: 'Send it as `Authorization: Bearer`. Absent where a cookie carries it.',
    }),
    deviceToken: z.string().optional().meta({
      description:
        'Keep it and send it as `Device-Token` at the next sign-in: failures elsewhere then make this device wait no more. Absent where a cookie carries it, or the device is known.',
    }),
  })
  .meta({ id: 'OpenedSession' });

/** A session as its owner sees it. */
export function sessionView(
  sessions: SessionStore,
  session: Session,
  currentId: string,
): Shown<z.output<typeof sessionSchema>> {
  const { idleEnd, end } = sessions.endsOf(session);
  return {
    id: session._id,
    current: session._id === currentId,
    assurance: session.assurance,
    client: session.transport === 'cookie' ? 'portal' : 'app',
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    idleExpiresAt: idleEnd.toISOString(),
    expiresAt: end.toISOString(),
  };
}

export function ownSessionView(
  sessions: SessionStore,
  session: Session,
  { username, kind }: Pick<SignedInAccount, 'username' | 'kind'>,
) {
  return { ...sessionView(sessions, session, session._id), account: { username, profile: kind } };
}

/** How a session's token travels. */
export const sessionTransport = z.enum(['bearer', 'cookie']).default('bearer').meta({
  description: '`cookie`: for pages of the portal. The token is then in a cookie and not in the answer.',
});

/** The tokens go into cookies or into the answer, never both. */
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
