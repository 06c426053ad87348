import type { mongo } from 'mongoose';
import type { LimitDocument } from '../database/limitDocuments';
import { sweepMarginMs } from '../database/documents';
import {
  brakeIdsOf,
  documentIdOf,
  hourMs,
  originIdOf,
  type CountedOrigin,
  type CountedSubject,
  type ServiceBrake,
  type Step,
  firstOfFlow,
  isFirst,
} from './steps';
import { levelsOf, type OriginLevel } from './origins';
import { mostMarks, type OriginRule } from './rules';
import { idsOf, type Standing, strictTerms } from './standing';

export type LimitCollection = mongo.Collection<LimitDocument>;
type Operation = mongo.AnyBulkWriteOperation<LimitDocument>;
type List = 'uses' | 'failures' | 'starts' | 'proved';
type Mark = NonNullable<LimitDocument['uses']>[number];

/** One part of a step's only write. */
export interface Write {
  readonly documentId: string;
  readonly operation: Operation;
  /** Whether it may find that there is no room. */
  readonly isConditional: boolean;
}

function marksOf(list: List, condition: object): object {
  return { $filter: { input: { $ifNull: [`$${list}`, []] }, as: 'mark', cond: condition } };
}

function later(than: number): object {
  return { $gt: ['$$mark.at', than] };
}

function added(list: List, keptSince: number, mark: Mark): object {
  const others = { $and: [later(keptSince), { $ne: ['$$mark.id', { $literal: mark.id }] }] };
  const marks = { $concatArrays: [marksOf(list, others), [{ $literal: mark }]] };
  return { $slice: [marks, -mostMarks] };
}

function expiry(at: number): object {
  return { $max: ['$expiresAt', new Date(at + sweepMarginMs)] };
}

function upsert(_id: string, conditions: readonly object[], fields: object): Operation {
  const filter = { _id, ...(conditions.length > 0 && { $expr: { $and: [...conditions] } }) };
  return { updateOne: { filter, update: [{ $set: fields }], upsert: true } };
}

function countIsBelow(list: object, limit: number): object {
  return { $lt: [{ $size: list }, limit] };
}

/** Whether the subject has room; as it is at the moment of the write. */
function roomOf(
  subject: CountedSubject,
  { now, useId, sharer }: Step,
  standing: Standing | undefined,
): object[] {
  const { rule } = subject;
  const { cap, latestBefore, isNewcomer } = standing?.termsOf(subject) ?? strictTerms(rule);
  const inWindow = later(now - rule.windowMs);
  const hasRoom = (limit: number) => countIsBelow(marksOf('uses', inWindow), limit);
  const latest = { $max: { $map: { input: { $ifNull: ['$uses', []] }, as: 'mark', in: '$$mark.at' } } };
  const isOwn = [inWindow, { $eq: ['$$mark.from', { $literal: sharer }] }];
  const own = marksOf('uses', { $and: isOwn });
  const firsts = marksOf('uses', {
    $and: [
      ...isOwn,
      { $eq: [{ $substrCP: ['$$mark.id', { $subtract: [{ $strLenCP: '$$mark.id' }, 2] }, 2] }, firstOfFlow] },
    ],
  });
  return [
    countIsBelow(marksOf('uses', { $eq: ['$$mark.id', { $literal: useId }] }), 1),
    latestBefore === undefined ? hasRoom(cap) : { $or: [hasRoom(cap), { $lte: [latest, latestBefore] }] },
    ...(isNewcomer ? [{ $or: [hasRoom(cap - rule.reserve), countIsBelow(own, rule.newcomerUses)] }] : []),
    ...(rule.tellsLeft && standing
      ? [{ $eq: [{ $size: marksOf('uses', inWindow) }, standing.countOf(subject)] }]
      : []),
    ...(rule.share === undefined ? [] : [countIsBelow(own, rule.share)]),
    ...(rule.flows === undefined || !isFirst(useId) ? [] : [countIsBelow(firsts, rule.flows)]),
  ];
}

/** Takes a use of the subject. */
export function takeUse(subject: CountedSubject, step: Step, standing: Standing | undefined): Write {
  const { now, useId: id, sharer: from } = step;
  const { windowMs } = subject.rule;
  const documentId = documentIdOf(subject);
  const fields = {
    uses: added('uses', now - windowMs, { id, at: now, from }),
    expiresAt: expiry(now + windowMs),
  };
  const operation = upsert(documentId, roomOf(subject, step, standing), fields);
  return { documentId, operation, isConditional: true };
}

/** A right try takes nothing, but needs room, unless it has it already; what its flow took before is given back. */
export function clearOwnUses(subject: CountedSubject, step: Step, standing: Standing): Write {
  const { now } = step;
  const { windowMs } = subject.rule;
  const documentId = documentIdOf(subject);
  const ofOthers = { $not: [{ $in: ['$$mark.id', { $literal: idsOf(standing.usesOfFlow(subject)) }] }] };
  const uses = marksOf('uses', { $and: [later(now - windowMs), ofOthers] });
  const fields = { uses, expiresAt: expiry(now + windowMs) };
  const conditions = standing.isCounted ? [] : roomOf(subject, step, standing);
  const ids = idsOf(standing.usesOfFlow(subject));
  const operation = upsert(documentId, [...conditions, hasAll(ids)], fields);
  return { documentId, operation, isConditional: true };
}

/** The owner came: nothing counts any more. */
export function forgetUses(subject: CountedSubject): Write {
  const documentId = documentIdOf(subject);
  const update = { $set: { uses: [] } };
  return {
    documentId,
    operation: { updateOne: { filter: { _id: documentId }, update } },
    isConditional: false,
  };
}

/** What an origin may do that proved nothing. */
function strictAllowedOf(level: OriginLevel, does: 'failures' | 'starts', rule: OriginRule): number {
  return Math.min(mostMarks, level.factor * rule[does]);
}

/** Asks whether the origin has room, at each of its levels. */
export function askOrigin(
  { key, rule, does }: CountedOrigin,
  step: Step,
  standing: Standing | undefined,
): Write[] {
  return levelsOf(key).map((level) => {
    const documentId = originIdOf(level);
    const allowed = standing?.allowedOf(level, does, rule) ?? strictAllowedOf(level, does, rule);
    const hasRoom = countIsBelow(marksOf(does, later(step.now - rule.windowMs)), allowed);
    const fields = { expiresAt: expiry(step.now) };
    return { documentId, operation: upsert(documentId, [hasRoom], fields), isConditional: true };
  });
}

/** Marks what the origin does, at each of its levels. */
export function markOrigin(origin: CountedOrigin, step: Step, standing: Standing | undefined): Write[] {
  const { rule, does } = origin;
  const { now, useId: id, about: subject, workProved } = step;
  return levelsOf(origin.key).map((level) => {
    const documentId = originIdOf(level);
    const allowed = standing?.allowedOf(level, does, rule) ?? strictAllowedOf(level, does, rule);
    const isMarked = { $not: [countIsBelow(marksOf(does, { $eq: ['$$mark.id', { $literal: id }] }), 1)] };
    const hasRoom = countIsBelow(marksOf(does, later(now - rule.windowMs)), allowed);
    const fields = {
      [does]: added(does, now - rule.windowMs, { id, at: now, subject }),
      expiresAt: expiry(now + rule.windowMs),
    };
    const isConditional = workProved !== true;
    return {
      documentId,
      operation: upsert(documentId, isConditional ? [{ $or: [isMarked, hasRoom] }] : [], fields),
      isConditional,
    };
  });
}

/** What was proved makes up for the start and the failures that led to it. The same subject counts once. */
export function markProved({ key, rule, earns = true }: CountedOrigin, { now, useId, about }: Step): Write[] {
  const flowId = useId.slice(0, Math.max(0, useId.indexOf('/')));
  const ofOthers = { $ne: ['$$mark.subject', { $literal: about }] };
  const beginning = { $substrCP: [{ $concat: ['$$mark.id', '/'] }, 0, flowId.length + 1] };
  const ofOtherFlows = { $ne: [beginning, { $literal: `${flowId}/` }] };
  const cleared = (list: List, keptMs: number, other: object) =>
    marksOf(list, { $and: [later(now - keptMs), ofOthers, other] });
  const proved = {
    $concatArrays: [
      cleared('proved', rule.provedMs, ofOthers),
      earns ? [{ $literal: { id: useId, at: now, subject: about } }] : [],
    ],
  };
  const fields = {
    failures: cleared('failures', rule.windowMs, ofOthers),
    starts: cleared('starts', rule.windowMs, ofOtherFlows),
    proved: { $slice: [proved, -rule.provedAtMost] },
    expiresAt: expiry(now + rule.provedMs),
  };
  return levelsOf(key).map((level) => {
    const documentId = originIdOf(level);
    return { documentId, operation: upsert(documentId, [], fields), isConditional: false };
  });
}

function isOneOf(ids: readonly string[]): object {
  return { $in: ['$$mark.id', { $literal: [...ids] }] };
}

/** Of several that would give the same uses back, one does. */
function hasAll(ids: readonly string[]): object {
  return { $eq: [{ $size: marksOf('uses', isOneOf(ids)) }, ids.length] };
}

/** The same as {@link giveBackUses}, where the brakes give back what counts: once, though several do it at one moment. */
export function takeBackUses(subject: CountedSubject, ids: readonly string[], now: number): Write[] {
  if (ids.length === 0) return [];
  const documentId = documentIdOf(subject);
  const fields = { uses: marksOf('uses', { $not: [isOneOf(ids)] }), expiresAt: expiry(now) };
  return [{ documentId, operation: upsert(documentId, [hasAll(ids)], fields), isConditional: true }];
}

export function giveBackUses(subject: CountedSubject, ids: readonly string[]): Write[] {
  if (ids.length === 0) return [];
  const documentId = documentIdOf(subject);
  const update = { $pull: { uses: { id: { $in: [...ids] } } } };
  const operation: Operation = { updateOne: { filter: { _id: documentId }, update } };
  return [{ documentId, operation, isConditional: false }];
}

export function countForBrake(brake: ServiceBrake, now: number, change: number): Write[] {
  if (change === 0) return [];
  const [documentId] = brakeIdsOf(brake, now);
  const update = { $inc: { count: change }, $max: { expiresAt: new Date(now + 2 * hourMs + sweepMarginMs) } };
  const operation: Operation = { updateOne: { filter: { _id: documentId }, update, upsert: true } };
  return [{ documentId, operation, isConditional: false }];
}
