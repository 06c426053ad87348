import type { LimitDocument } from '../database/limitDocuments';
import type { OriginLevel } from './origins';
import type { OriginRule, SubjectRule } from './rules';

type SubjectPurpose =
  | 'password of a name'
  | 'password of a device'
  | 'password of a session'
  | 'sign-in with a code from an origin'
  | 'sign-in with a code'
  | 'unconfirmed sign-in'
  | 'code'
  | 'PUK'
  | 'PUK with an ICCID'
  | 'SMS to a number'
  | 'SMS from an origin to a prefix'
  | 'SMS of a flow'
  | 'mail with a code'
  | 'activation mail'
  | 'invitation mail'
  | 'mismatch of a VAT number'
  | 'mismatch from an origin'
  | 'taken username of a company';

/** What a step counts against: `key` is a keyed digest. */
export interface CountedSubject {
  readonly purpose: SubjectPurpose;
  readonly key: string;
  readonly rule: SubjectRule;
}

export interface CountedOrigin {
  /** See `Origins.keyOf`. */
  readonly key: string;
  readonly rule: OriginRule;
  /** What it tries on the subject, or that it starts a flow. */
  readonly does: 'failures' | 'starts';
  /** `later`: once the try has failed, so that many right ones at one moment are no failures meanwhile. */
  readonly mark: 'at once' | 'later' | 'never';
  /** Whether what it proves lets it fail more often: not what anybody makes as many of as wanted. */
  readonly earns?: boolean;
}

type BrakePurpose = 'wrong codes' | 'SMS' | 'SMS to a prefix';

/** A count of the whole service within an hour: past the limit, those who fail are slowed down, and nobody else. */
export interface ServiceBrake {
  readonly purpose: BrakePurpose;
  readonly key: string;
  readonly limit: number;
}

/** What the messages of a flow took. */
export interface FlowMessages {
  readonly to: readonly CountedSubject[];
  /** Takes a use with each message that the brakes count. */
  readonly sent: CountedSubject;
  readonly brakes: readonly ServiceBrake[];
}

/** Everything that one step counts. */
export interface Step {
  /** Names it, so that a retry is not counted again; the first part, to the last `/`, names its flow. */
  readonly useId: string;
  /** Keyed digest of what it is about: the origin's marks name it. */
  readonly about: string;
  readonly subject?: CountedSubject;
  /** Subjects that need room beside it. */
  readonly further?: readonly CountedSubject[];
  readonly origin?: CountedOrigin;
  /** Who comes, as subjects tell origins apart (see `sharerOf`). */
  readonly sharer: string;
  readonly brakes?: readonly ServiceBrake[];
  /** Whether it counts for the brakes that it looks at; a decoy does not. */
  readonly isCountedByBrakes?: boolean;
  /** Once the flow is proved they are given back. */
  readonly messages?: FlowMessages;
  /** Whether a proof of work stands in place of the origin's wait. */
  readonly workProved?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Who makes a step wait until when, milliseconds since 1970. */
export interface Wait {
  readonly of: 'subject' | 'origin' | 'service';
  /** Of the subject. */
  readonly purpose?: SubjectPurpose;
  readonly opensAt: number;
}

/** The first one is what the step is about: whether it was counted shows there. */
export function subjectsOf({ subject, further = [] }: Step): CountedSubject[] {
  return subject ? [subject, ...further] : [];
}

export const hourMs = 3_600_000;

/** What was read of limits, by id. */
export type Documents = ReadonlyMap<string, LimitDocument>;

export function documentIdOf({ purpose, key }: { readonly purpose: string; readonly key: string }): string {
  return `${purpose}:${key}`;
}

export function originIdOf({ key }: Pick<OriginLevel, 'key'>): string {
  return `origin:${key}`;
}

/** The counts of a brake for this hour and the one before. */
export function brakeIdsOf(brake: ServiceBrake, now: number): [string, string] {
  const hour = Math.floor(now / hourMs);
  return [`${documentIdOf(brake)}@${hour}`, `${documentIdOf(brake)}@${hour - 1}`];
}

/** How the use of a flow's first message ends. */
export const firstOfFlow = '/1';

/** Whether it is the first message of its flow. */
export function isFirst(useId: string): boolean {
  return useId.endsWith(firstOfFlow);
}
