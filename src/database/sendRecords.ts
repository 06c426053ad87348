import { messageChannels } from '../../workflows/contracts/channels';
import { collectionSchema, type DocumentOf, fieldsOf, partSchema } from './documents';

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
const segmentSchema = partSchema({
  /** As the provider gave it. */
  providerId: { type: String, required: true },
  /** Of the receipt that counts; absent before there is one. */
  state: { type: String, enum: receiptStates },
  stateAt: { type: Date },
});

/** What is known of one message: written before it is handed to the provider, and after its answer. */
const sendRecordFields = fieldsOf({
  /** `<flow>/<flowId>/<step>/<number>`, of a flow with a code followed by `@` and the run's id */
  _id: { type: String, required: true },
  channel: { type: String, enum: messageChannels, required: true },
  state: { type: String, enum: sendStates, required: true },
  /** Times it was handed over. More than one only if an answer was lost or the provider said "not now". */
  handovers: { type: Number, required: true },
  /** Hand-overs of which it is not known whether the provider took the message. */
  unacknowledged: { type: Number, required: true },
  handedOverAt: { type: Date, required: true },
  /** Until then the hand-over under way is left alone; after it the answer counts as lost. */
  leasedUntil: { type: Date, required: true },
  acceptedAt: { type: Date },
  /** Code of the provider's last reply or of the failure; never its words. */
  reason: { type: String },
  /** Of a text message that was accepted by a provider that gives ids. */
  segments: { type: [segmentSchema], default: undefined },
  expiresAt: { type: Date, required: true },
});

export type SendRecord = DocumentOf<typeof sendRecordFields>;

export const sendRecordSchema = collectionSchema('sendRecords', sendRecordFields);

sendRecordSchema.index({ expiresAt: 1 }, { name: 'send_record_expires', expireAfterSeconds: 0 });
sendRecordSchema.index(
  { 'segments.providerId': 1 },
  { name: 'record_of_a_provider_id', partialFilterExpression: { channel: 'sms' } },
);
