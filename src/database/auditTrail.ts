import type { Model } from 'mongoose';
import type { Figures } from '../config/figures';
import type { Keyring } from '../config/keys';
import { keyedDigest, keyedDigests } from '../security/digests';
import type { AuditEvent } from './auditEvents';
import { duplicateField } from './database';

/** An event as it is told; `id` names it, so that a repeated record of it is the same one. */
export interface ToldEvent extends Pick<
  AuditEvent,
  'event' | 'actor' | 'subject' | 'detail' | 'addressKey' | 'reference'
> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the company that it concerns, 11 digits. */
  readonly vatNumber?: string | undefined;
}

/** What to read: the latest events first, those before a moment. */
export interface AuditQuery {
  readonly vatNumber?: string | undefined;
  readonly event?: AuditEvent['event'] | undefined;
  readonly before?: Date | undefined;
  readonly limit: number;
}

/** The security events of the service (ASVS 16.3.1). Events are added, never changed; their retention alone ends them. */
export class AuditTrail {
  constructor(
    private readonly events: Model<AuditEvent>,
    private readonly keys: Keyring,
    private readonly figures: Pick<Figures, 'auditRetentionMs'>,
  ) {}

  /** Resolves once the event is there. */
  async record({ id, at, vatNumber, ...told }: ToldEvent): Promise<void> {
    try {
      await this.events.create({
        ...told,
        _id: keyedDigest(this.keys, 'audit', told.event, id),
        at: new Date(at),
        ...(vatNumber !== undefined && { companyKey: keyedDigest(this.keys, 'VAT number', vatNumber) }),
        expiresAt: new Date(at + this.figures.auditRetentionMs),
      });
    } catch (error) {
      if (duplicateField(error) !== '_id') throw error;
    }
  }

  /** The latest first. */
  async find({ vatNumber, event, before, limit }: AuditQuery): Promise<AuditEvent[]> {
    const filter = {
      ...(vatNumber !== undefined && {
        companyKey: { $in: keyedDigests(this.keys, 'VAT number', vatNumber) },
      }),
      ...(event !== undefined && { event }),
      ...(before !== undefined && { at: { $lt: before } }),
    };
    return this.events.find(filter).sort({ at: -1, _id: 1 }).limit(limit).lean<AuditEvent[]>();
  }
}
