import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import type { MessageChannel } from '../../workflows/contracts/channels';
import { databaseCodesOf, duplicateKey } from '../database/failures';
import type { ReceiptState, SendRecord } from '../database/sendRecords';
import type { Logger } from '../observability/logger';
import { defaultSendDeadlineMs, type DeliveryReceipt, MessageDelayed, MessageRefused } from './channel';

/** A message and its way to the provider. */
export interface HandOver {
  readonly channel: MessageChannel;
  /** `<flow>/<flowId>/<step>/<number>` */
  readonly key: string;
  /** Resolves when the provider has accepted; with its id of each segment, where its receipts name them. */
  readonly send: () => Promise<readonly string[] | undefined> | Promise<void>;
}

/** How a message that the provider accepted came to be accepted. */
export interface Acceptance {
  readonly acceptedAt: Date;
  readonly handovers: number;
  /** Hand-overs of which the answer was lost: at most so many second copies exist. */
  readonly unacknowledged: number;
}

/** Longer than a hand-over may take: what still holds a lease after that has died. */
const defaultLeaseMs = defaultSendDeadlineMs + 10_000;
const recordLifeMs = 7 * 24 * 3_600_000;

type Records = Model<SendRecord>;

/**
 * Hands a message over unless its record says that the provider has already answered. The record is written
 * before the hand-over, so that a crash leaves a trace; a message whose answer was lost is handed over again and
 * counted as unacknowledged. Of concurrent calls for one key, one hands over and the others are told to wait.
 *
 * @throws MessageDelayed where a retry makes sense, MessageRefused where the provider has refused for good, now or
 *   before; whatever the database throws.
 */
export async function sendOnce(
  records: Records,
  handOver: HandOver,
  now: () => Date,
  leaseMs = defaultLeaseMs,
): Promise<Acceptance> {
  const lease = { handedOverAt: now(), leasedUntil: new Date(now().getTime() + leaseMs) };
  const record =
    (await recordFirst(records, handOver, lease)) ?? (await takeOver(records, handOver.key, lease));
  if (record.state === 'accepted') return acceptanceOf(record);
  const segments = await segmentsSent(handOver).catch(async (failure: unknown) => {
    await recordFailure(records, record, failure);
    throw failure;
  });
  return recordAcceptance(records, record, { acceptedAt: now(), segments });
}

async function segmentsSent(handOver: HandOver): Promise<SendRecord['segments']> {
  const providerIds = await handOver.send();
  return providerIds?.map((providerId) => ({ providerId }));
}

type Lease = Pick<SendRecord, 'handedOverAt' | 'leasedUntil'>;

/** The record of the first hand-over, or undefined where there has been one. */
async function recordFirst(
  records: Records,
  { channel, key }: HandOver,
  lease: Lease,
): Promise<SendRecord | undefined> {
  const record: SendRecord = {
    _id: key,
    channel,
    state: 'handedOver',
    handovers: 1,
    unacknowledged: 0,
    ...lease,
    expiresAt: new Date(lease.handedOverAt.getTime() + recordLifeMs),
  };
  try {
    await records.create(record);
    return record;
  } catch (error) {
    if (duplicateKey(error)) return undefined;
    throw error;
  }
}

/** The record as it stands if accepted, else taken over for another hand-over; one of many callers gets it. */
async function takeOver(records: Records, key: string, lease: Lease): Promise<SendRecord> {
  const found = await records.findById(key).lean();
  if (!found) throw new MessageDelayed('record expired', false);
  if (found.state === 'accepted') return found;
  if (found.state === 'refused') throw new MessageRefused(found.reason ?? 'unknown');
  if (found.state === 'handedOver' && found.leasedUntil > lease.handedOverAt) {
    throw new MessageDelayed('being handed over', false);
  }
  const lost = found.state === 'handedOver' ? 1 : 0;
  const taken = { ...found, ...lease, state: 'handedOver' as const, handovers: found.handovers + 1 };
  const { modifiedCount } = await records.updateOne(
    { _id: key, state: found.state, handovers: found.handovers },
    { $set: { ...lease, state: taken.state }, $inc: { handovers: 1, unacknowledged: lost } },
  );
  if (modifiedCount === 0) throw new MessageDelayed('being handed over', false);
  return { ...taken, unacknowledged: found.unacknowledged + lost };
}

/** An acceptance stands, even if another process has taken the record over; the first one gives the time and the segments. */
async function recordAcceptance(
  records: Records,
  record: SendRecord,
  acceptance: Pick<SendRecord, 'acceptedAt' | 'segments'>,
): Promise<Acceptance> {
  const { modifiedCount } = await records.updateOne(
    { _id: record._id, state: { $ne: 'accepted' } },
    { $set: { state: 'accepted', ...acceptance } },
  );
  if (modifiedCount === 1) return acceptanceOf({ ...record, ...acceptance });
  const stored = await records.findById(record._id).lean();
  return acceptanceOf(stored ?? { ...record, ...acceptance });
}

/** A failure speaks for its own hand-over only, and never against an acceptance. */
async function recordFailure(records: Records, record: SendRecord, failure: unknown): Promise<void> {
  const own = { _id: record._id, state: 'handedOver' as const, handovers: record.handovers };
  if (failure instanceof MessageRefused) {
    await records.updateOne(own, { $set: { state: 'refused', reason: failure.reason } });
    return;
  }
  const delayed = failure instanceof MessageDelayed ? failure : undefined;
  const lost = (delayed?.answerLost ?? true) ? 1 : 0;
  await records.updateOne(own, {
    $set: { state: 'postponed', reason: delayed?.reason ?? 'unknown' },
    $inc: { unacknowledged: lost },
  });
}

function acceptanceOf(record: SendRecord): Acceptance {
  if (!record.acceptedAt) throw new Error('An accepted message has a time of acceptance.');
  const { acceptedAt, handovers, unacknowledged } = record;
  return { acceptedAt, handovers, unacknowledged };
}

/** The provider's last word on a segment; what comes after it changes nothing. */
const finalStates: readonly ReceiptState[] = ['delivered', 'undeliverable', 'expired', 'rejected'];

type Wait = () => Promise<unknown>;

/** A receipt may overtake the answer to its message; by then the ids are on the record. */
const laterLookMs = 2_000;

/**
 * Notes a receipt on the record of its message. Ids are compared letter for letter. A repeated receipt changes nothing, and
 * a final state stands. Where no record has the id, it is looked for once more after `wait`.
 *
 * @returns whether a record has the segment; false for a receipt of nothing that is known.
 * @throws whatever the database throws.
 */
export async function noteReceipt(
  records: Records,
  receipt: DeliveryReceipt,
  now: () => Date,
  wait: Wait = () => delay(laterLookMs, undefined, { ref: false }),
): Promise<boolean> {
  if (await noted(records, receipt, now())) return true;
  await wait();
  return noted(records, receipt, now());
}

/**
 * What a channel tells of its receipts: each is noted, with a line in the log that names the provider's id and no number. It
 * never fails: a receipt that cannot be noted is lost, and the message was sent all the same.
 */
export function createReceiptListener(records: Records, logger: Logger, now: () => Date, wait?: Wait) {
  return async (receipt: DeliveryReceipt): Promise<void> => {
    try {
      const known = await noteReceipt(records, receipt, now, wait);
      logger.info(receipt, known ? 'receipt noted' : 'receipt of an unknown message ignored');
    } catch (error) {
      const failure = error instanceof Error ? error.name : typeof error;
      logger.warn({ ...receipt, failure, ...databaseCodesOf(error) }, 'receipt could not be noted');
    }
  };
}

async function noted(
  records: Records,
  { providerId, state }: DeliveryReceipt,
  stateAt: Date,
): Promise<boolean> {
  const open = { providerId, state: { $nin: [...finalStates, state] } };
  const { matchedCount } = await records.updateOne(
    { channel: 'sms', segments: { $elemMatch: open } },
    { $set: { 'segments.$.state': state, 'segments.$.stateAt': stateAt } },
  );
  if (matchedCount > 0) return true;
  return (await records.exists({ channel: 'sms', 'segments.providerId': providerId })) !== null;
}
