import { randomBytes } from 'node:crypto';
import type { ClientSession, Model } from 'mongoose';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { type Assurance, type ProofAnew, strongerOf } from '../security/assurance';
import { hmac, keyedDigest, keyedDigests } from '../security/digests';
import { sweepMarginMs } from './documents';
import { duplicateKey } from './failures';
import type { Session } from './sessions';

const tokenBytes = 32;
const idBytes = 16;

export interface SessionOwner {
  readonly accountId: string;
  readonly epoch: number;
}

export interface NewSession extends SessionOwner, Pick<Session, 'assurance' | 'transport'> {
  /** Of the request that begins it: repeated, it finds the same session and gets the same token. */
  readonly idempotencyKey: string;
}

export interface OpenedSession {
  readonly session: Session;
  /** 256 bits, base64url. */
  readonly token: string;
}

/** Sessions, by the clock of the API alone; `now` is in milliseconds since 1970. */
export class SessionStore {
  constructor(
    private readonly sessions: Model<Session>,
    private readonly keys: Keyring,
    private readonly figures: Pick<
      Figures,
      'sessionIdleMs' | 'sessionLifeMs' | 'sessionsPerAccount' | 'networkSessionLifeMs'
    >,
  ) {}

  /** Opens a session with a token of its own. One that the same request opened shows by its index, unless under a former key. */
  async open(wanted: NewSession, now: number): Promise<OpenedSession> {
    const keep = async (opened: OpenedSession) => {
      await this.sessions.create(opened.session);
      return opened;
    };
    const isKeyNew = this.requestDigestsOf(wanted).length > 1;
    return (isKeyNew && (await this.openedBefore(wanted, now))) || this.openOnce(wanted, now, keep);
  }

  /**
   * The same in one transaction with what the session rests on.
   *
   * @param holds finds that out by a write, so that a call that takes it away at the same moment finds the session
   * @returns undefined where it does not hold
   */
  async openIf(
    holds: (transaction: ClientSession) => Promise<boolean>,
    wanted: NewSession,
    now: number,
  ): Promise<OpenedSession | undefined> {
    const keep = (opened: OpenedSession) =>
      this.sessions.db.transaction(async (transaction) => {
        if (!(await holds(transaction))) return undefined;
        await this.sessions.create([opened.session], { session: transaction });
        return opened;
      });
    return (await this.openedBefore(wanted, now)) ?? this.openOnce(wanted, now, keep);
  }

  /** The session of a token, whether it has ended or not. */
  async find(token: string): Promise<Session | null> {
    const digests = keyedDigests(this.keys, 'session at rest', token);
    return this.sessions.findOne({ tokenDigest: { $in: digests } }).lean();
  }

  /** When it ends without another request, and when at the latest. */
  endsOf({ createdAt, lastSeenAt, assurance }: Session): { readonly idleEnd: Date; readonly end: Date } {
    const end = new Date(createdAt.getTime() + this.longestLifeOf(assurance));
    const idleEnd = new Date(Math.min(lastSeenAt.getTime() + this.figures.sessionIdleMs, end.getTime()));
    return { idleEnd, end };
  }

  /** Notes a request of a session that still lives. One write, so that an ended session cannot come back by it. */
  async touch({ _id, tokenDigest, assurance }: Session, now: number): Promise<boolean> {
    const lastSeenAt = { $gt: new Date(now - this.figures.sessionIdleMs) };
    const createdAt = { $gt: new Date(now - this.longestLifeOf(assurance)) };
    const { matchedCount } = await this.sessions.updateOne(
      { _id, tokenDigest, assurance, lastSeenAt, createdAt },
      { $max: { lastSeenAt: new Date(now) } },
    );
    return matchedCount === 1;
  }

  /** The latest first. */
  async list({ accountId, epoch }: SessionOwner, now: number): Promise<Session[]> {
    const sessions = await this.sessions.find({ accountId, epoch }).sort({ createdAt: -1 }).lean();
    return sessions.filter((session) => this.lives(session, now));
  }

  /** Whether the account has a session of this id, ended or not. */
  async has(accountId: string, _id: string): Promise<boolean> {
    return (await this.sessions.exists({ _id, accountId })) !== null;
  }

  async end(accountId: string, _id: string): Promise<void> {
    await this.sessions.deleteOne({ _id, accountId });
  }

  async endAll(accountId: string): Promise<void> {
    await this.sessions.deleteMany({ accountId });
  }

  /**
   * Notes a further proof, under another token; the former one opens nothing any more.
   *
   * @returns undefined where the session has ended meanwhile
   */
  async raise(session: Session, proof: ProofAnew, now: number): Promise<OpenedSession | undefined> {
    const token = randomBytes(tokenBytes).toString('base64url');
    const proven = { assurance: strongerOf(session.assurance, proof), provenAt: new Date(now) };
    const raised = { ...proven, tokenDigest: this.digestOf(token) };
    const { _id, tokenDigest } = session;
    const { matchedCount } = await this.sessions.updateOne(
      { _id, tokenDigest },
      { $set: raised, $unset: { requestDigest: 1 } },
    );
    return matchedCount === 1 ? { session: { ...session, ...raised }, token } : undefined;
  }

  private async openOnce<Kept>(
    wanted: NewSession,
    now: number,
    keep: (opened: OpenedSession) => Promise<Kept>,
  ): Promise<OpenedSession | Kept> {
    for (;;) {
      try {
        return await keep(this.newSession(wanted, now));
      } catch (error) {
        if (duplicateKey(error)?.field !== 'requestDigest') throw error;
      }
      const again = await this.openedBefore(wanted, now);
      if (again) return again;
    }
  }

  /**
   * Ends those of the account that are too many beside this one. Its owner is never refused for them: the latest right password
   * counts.
   */
  async endOldest({ _id, accountId }: Session): Promise<void> {
    const beyond = await this.sessions
      .find({ accountId, _id: { $ne: _id } }, { _id: 1 })
      .sort({ createdAt: -1 })
      .skip(this.figures.sessionsPerAccount - 1)
      .lean();
    const oldest = beyond.map((session) => session._id);
    if (oldest.length > 0) await this.sessions.deleteMany({ _id: { $in: oldest } });
  }

  /** One that has ended, or whose token cannot be told again, makes room for another. */
  private async openedBefore(wanted: NewSession, now: number): Promise<OpenedSession | undefined> {
    const { epoch, idempotencyKey } = wanted;
    const requestDigest = { $in: this.requestDigestsOf(wanted) };
    const session = await this.sessions.findOne({ requestDigest }).lean();
    if (!session) return undefined;
    const token = this.keys
      .all('session token')
      .map((key) => hmac(key, session._id, idempotencyKey))
      .find((each) => keyedDigests(this.keys, 'session at rest', each).includes(session.tokenDigest));
    if (token !== undefined && session.epoch === epoch && this.lives(session, now)) return { session, token };
    await this.sessions.deleteOne({ _id: session._id });
    return undefined;
  }

  private requestDigestsOf({ accountId, idempotencyKey }: NewSession): string[] {
    return keyedDigests(this.keys, 'session at rest', 'sign-in', accountId, idempotencyKey);
  }

  /**
   * The token follows from the random id and the request under a key that is not in the database. The request's
   * `Idempotency-Key` is not stored: database and keys are not enough to make the token.
   */
  private newSession(wanted: NewSession, now: number): OpenedSession {
    const { idempotencyKey, ...owned } = wanted;
    const _id = randomBytes(idBytes).toString('base64url');
    const token = hmac(this.keys.current('session token'), _id, idempotencyKey);
    const session = {
      _id,
      ...owned,
      tokenDigest: this.digestOf(token),
      ...(wanted.assurance !== 'network' && { provenAt: new Date(now) }),
      requestDigest: keyedDigest(this.keys, 'session at rest', 'sign-in', wanted.accountId, idempotencyKey),
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(now + this.figures.sessionLifeMs + sweepMarginMs),
    };
    return { session, token };
  }

  private digestOf(token: string): string {
    return keyedDigest(this.keys, 'session at rest', token);
  }

  private longestLifeOf(assurance: Assurance): number {
    return assurance === 'network' ? this.figures.networkSessionLifeMs : this.figures.sessionLifeMs;
  }

  private lives(session: Session, now: number): boolean {
    return this.endsOf(session).idleEnd.getTime() > now;
  }
}
