import { Schema } from 'mongoose';
import { messageChannels, type MessageChannel } from '../../workflows/contracts/channels';

/**
 * - `handedOver`: on its way to the provider, or the process died while it was;
 * - `postponed`: the provider did not take it, and it may be handed over again;
 * - `accepted`, `refused`: the provider's last word.
 */
const sendStates = ['handedOver', 'postponed', 'accepted', 'refused'] as const;

/**
 * What a provider tells of a segment after it has accepted it. `accepted`: it still tries; `unknown`: it cannot say. The
 * others are its last word.
 */
const receiptStates = ['accepted', 'unknown', 'delivered', 'undeliverable', 'expired', 'rejected'] as const;

export type ReceiptState = (typeof receiptStates)[number];

/** A part of a text message that the provider gave an id of its own. */
interface SentSegment {
  /** As the provider gave it. */
  readonly providerId: string;
  /** Of the receipt that counts; absent before there is one. */
  readonly state?: ReceiptState | undefined;
  readonly stateAt?: Date | undefined;
}

/** What is known of one message: written before it is handed to the provider, and after its answer. */
export interface SendRecord {
  /** `<flow>/<flowId>/<step>/<number>`, of a flow with a code followed by `@` and the run's id */
  readonly _id: string;
  readonly channel: MessageChannel;
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
  /** Of a text message that was accepted by a provider that gives ids. */
  readonly segments?: readonly SentSegment[] | undefined;
  readonly expiresAt: Date;
}

const segmentSchema = new Schema<SentSegment>(
  {
    providerId: { type: String, required: true },
    state: { type: String, enum: receiptStates },
    stateAt: { type: Date },
  },
  { _id: false },
);

export const sendRecordSchema = new Schema<SendRecord>(
  {
    _id: { type: String, required: true },
    channel: { type: String, enum: messageChannels, required: true },
    state: { type: String, enum: sendStates, required: true },
    handovers: { type: Number, required: true },
    unacknowledged: { type: Number, required: true },
    handedOverAt: { type: Date, required: true },
    leasedUntil: { type: Date, required: true },
    acceptedAt: { type: Date },
    reason: { type: String },
    segments: { type: [segmentSchema], default: undefined },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'sendRecords', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

sendRecordSchema.index({ expiresAt: 1 }, { name: 'send_record_expires', expireAfterSeconds: 0 });
sendRecordSchema.index(
  { 'segments.providerId': 1 },
  { name: 'record_of_a_provider_id', partialFilterExpression: { channel: 'sms' } },
);
