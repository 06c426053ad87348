import { Schema } from 'mongoose';

/**
 * - `handedOver`: on its way to the provider, or the process died while it was;
 * - `postponed`: the provider did not take it, and it may be handed over again;
 * - `accepted`, `refused`: the provider's last word.
 */
const sendStates = ['handedOver', 'postponed', 'accepted', 'refused'] as const;

/** What is known of one message: written before it is handed to the provider, and after its answer. */
export interface SendRecord {
  /** `<flow>/<flowId>/<step>/<number>` */
  readonly _id: string;
  readonly channel: 'mail';
  readonly state: (typeof sendStates)[number];
  /** Times it was handed over. More than one only if an answer was lost or the provider said "not now". */
  readonly handovers: number;
  /** Hand-overs of which it is not known whether the provider took the message. */
  readonly unacknowledged: number;
  readonly handedOverAt: Date;
  /** Until then the hand-over under way is left alone; after it the answer counts as lost. */
  readonly leasedUntil: Date;
  readonly acceptedAt?: Date | undefined;
  /** Code of the provider's last reply or of the failure; never its words. */
  readonly reason?: string | undefined;
  readonly expiresAt: Date;
}

export const sendRecordSchema = new Schema<SendRecord>(
  {
    _id: { type: String, required: true },
    channel: { type: String, enum: ['mail'], required: true },
    state: { type: String, enum: sendStates, required: true },
    handovers: { type: Number, required: true },
    unacknowledged: { type: Number, required: true },
    handedOverAt: { type: Date, required: true },
    leasedUntil: { type: Date, required: true },
    acceptedAt: { type: Date },
    reason: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'sendRecords', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

sendRecordSchema.index({ expiresAt: 1 }, { name: 'send_record_expires', expireAfterSeconds: 0 });
