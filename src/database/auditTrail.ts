import type { ClientSession, Model } from 'mongoose';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { maskedAccountName } from '../identifiers/typedText';
import { accountNameKeyOf, accountNameKeysOf, keyedDigest, keyedDigests } from '../security/digests';
import type { Account } from './accounts';
import type { AuditActor, AuditEvent } from './auditEvents';
import { duplicateKey } from './failures';

/** An event as it is told; `id` names it, so that a repeated record of it is the same one. */
export interface ToldEvent extends Pick<
  AuditEvent,
  'event' | 'actor' | 'subject' | 'subjectKey' | 'detail' | 'addressKey' | 'reference'
> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the company that it concerns, 11 digits. */
  readonly vatNumber?: string | undefined;
  /** In place of `subject` and `subjectKey`: a username or a line (E.164), which is masked and keyed here. */
  readonly subjectName?: string | undefined;
}

/** A page is read along an index; a filter that few events match may read many more. */
const longestQueryMs = 10_000;

/** What to read: the latest events first, those that follow a given one. */
export interface AuditQuery {
  readonly vatNumber?: string | undefined;
  /** A username or a line (E.164). */
  readonly subjectName?: string | undefined;
  readonly event?: AuditEvent['event'] | undefined;
  /** Not before this moment. */
  readonly since?: Date | undefined;
  readonly before?: Pick<AuditEvent, 'at' | '_id'> | undefined;
  readonly limit: number;
}

/** The security events of the service (ASVS 16.3.1). Events are added, never changed; their retention alone ends them. */
export class AuditTrail {
  /** On their way: what a flood of refusals tells at one moment is written once. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly events: Model<AuditEvent>,
    private readonly keys: Keyring,
    private readonly figures: Pick<Figures, 'auditRetentionMs'>,
  ) {}

  /** Resolves once the event is there. Inside a transaction it is there when the effect is: `session` is the transaction's. */
  async record(told: ToldEvent, session?: ClientSession): Promise<void> {
    const event = this.eventOf(told);
    if (session) {
      const isThere = await this.events.exists({ _id: event._id }).session(session);
      if (!isThere) await this.events.create([event], { session });
      return;
    }
    await this.once(event._id, () => this.create(event));
  }

  /** The latest first. */
  async find({ vatNumber, subjectName, event, since, before, limit }: AuditQuery): Promise<AuditEvent[]> {
    const filter = {
      ...(vatNumber !== undefined && {
        companyKey: { $in: keyedDigests(this.keys, 'VAT number', vatNumber) },
      }),
      ...(subjectName !== undefined && { subjectKey: { $in: accountNameKeysOf(this.keys, subjectName) } }),
      ...(event !== undefined && { event }),
      ...(since && { at: { $gte: since } }),
      ...(before && {
        $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $gt: before._id } }],
      }),
    };
    return this.events.find(filter).sort({ at: -1, _id: 1 }).limit(limit).maxTimeMS(longestQueryMs).lean();
  }

  private async create(event: AuditEvent): Promise<void> {
    try {
      await this.events.create(event);
    } catch (error) {
      if (duplicateKey(error)?.field !== '_id') throw error;
    }
  }

  private async once(id: string, write: () => Promise<void>): Promise<void> {
    const known = this.underWay.get(id);
    if (known) return known;
    const writing = write();
    this.underWay.set(id, writing);
    try {
      await writing;
    } finally {
      this.underWay.delete(id);
    }
  }

  private eventOf({ id, at, vatNumber, subjectName, ...told }: ToldEvent): AuditEvent {
    return {
      ...told,
      ...(subjectName !== undefined && {
        subject: maskedAccountName(subjectName),
        subjectKey: accountNameKeyOf(this.keys, subjectName),
      }),
      _id: keyedDigest(this.keys, 'audit', told.event, id),
      at: new Date(at),
      ...(vatNumber !== undefined && { companyKey: keyedDigest(this.keys, 'VAT number', vatNumber) }),
      expiresAt: new Date(at + this.figures.auditRetentionMs),
    };
  }
}

/** Whoever is signed in, as the trail keeps them. */
export function auditActorOf({
  _id,
  kind,
  username,
}: Pick<Account, '_id' | 'kind' | 'username'>): AuditActor {
  return { role: kind, accountId: _id, name: maskedAccountName(username) };
}

/** An owner does something with the own account. */
export function byOwner(account: Pick<Account, '_id' | 'kind' | 'username' | 'vatNumber'>) {
  const { username, vatNumber } = account;
  return { actor: auditActorOf(account), subjectName: username, vatNumber };
}

/** Enough of a network address's key to tell two apart when people read it. */
export function shortOriginOf(addressKey: string): string {
  return addressKey.slice(0, 8);
}
