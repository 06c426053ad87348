import type { LimitDocument } from '../database/limitDocuments';
import { levelsOf, type OriginLevel } from './origins';
import type { OriginRule, SubjectRule } from './rules';
import type { ServiceBrake, Step, Wait } from './steps';

export const hourMs = 3_600_000;
/** Of those that a brake slows down, one goes on so often. */
const brakedPaceMs = 5 * 60_000;
/** One failure in so many proved subjects is nothing out of the ordinary. */
const provedPerFailure = 10;
/** Failures that a wide network may have beside: they may be of one home. */
const failuresOfOneHome = 3;
/** Flows under way at any office. */
const startsUnderWay = 5;

export type Documents = ReadonlyMap<string, LimitDocument>;
type Marks = NonNullable<LimitDocument['uses']>;

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

function since(marks: Marks | undefined, at: number): Marks {
  return (marks ?? []).filter((mark) => mark.at > at);
}

/** On what terms a subject takes a further use. */
export interface SubjectTerms {
  /** Uses in the window below which it is taken at once. */
  readonly cap: number;
  /** Else: the latest use is no later; undefined: never. */
  readonly latestBefore: number | undefined;
}

/** Terms of anybody, whatever the origin did. */
export function strictTerms({ atOnce, reserve }: SubjectRule): SubjectTerms {
  return { cap: atOnce - reserve, latestBefore: undefined };
}

/** What the documents say of a step. */
export class Standing {
  constructor(
    private readonly step: Step,
    private readonly documents: Documents,
  ) {}

  /** Whether the step was counted before. */
  get isCounted(): boolean {
    const { subject, origin, useId } = this.step;
    const ofOrigin = origin && this.documentOf(levelsOf(origin.key)[0])?.[origin.does];
    return (subject ? this.uses : (ofOrigin ?? [])).some(({ id }) => id === useId);
  }

  /** Uses of the subject that the step's flow took before, and messages. */
  get ownUseIds(): string[] {
    return idsOfFlow(this.uses, this.step.useId);
  }

  get ownMessageIds(): string[] {
    const { takenBefore, now, useId } = this.step;
    if (!takenBefore) return [];
    const { uses } = this.documents.get(documentIdOf(takenBefore)) ?? {};
    return idsOfFlow(since(uses, now - takenBefore.rule.windowMs), useId);
  }

  /** How many uses the subject has left at once. */
  get usesLeft(): number {
    const { subject } = this.step;
    return subject ? Math.max(0, this.termsOf(subject.rule).cap - this.uses.length) : 0;
  }

  termsOf(rule: SubjectRule): SubjectTerms {
    const { now } = this.step;
    const isNewcomer = this.isNewcomer(rule);
    const cap = isNewcomer ? rule.atOnce : rule.atOnce - rule.reserve;
    const longestMs = isNewcomer ? rule.spacing?.newcomersMs : rule.spacing?.othersMs;
    if (!rule.spacing || longestMs === undefined) return { cap, latestBefore: undefined };
    const beyond = Math.max(0, this.uses.length - cap);
    return { cap, latestBefore: now - Math.min(rule.spacing.firstMs * 2 ** beyond, longestMs) };
  }

  allowedOf(level: OriginLevel, does: 'failures' | 'starts', rule: OriginRule): number {
    return Math.floor(level.factor * (rule[does] + this.provedBy(level, rule) / 2));
  }

  /** Brakes that are on. */
  get brakesOn(): readonly ServiceBrake[] {
    const { brakes = [], now } = this.step;
    const ofHourBefore = 1 - (now % hourMs) / hourMs;
    return brakes.filter((brake) => {
      const [current, before] = brakeIdsOf(brake, now).map((id) => this.documents.get(id)?.count ?? 0);
      return (current ?? 0) + (before ?? 0) * ofHourBefore >= brake.limit;
    });
  }

  /** Who makes the step wait the longest; undefined where it may go on. */
  get wait(): Wait | undefined {
    if (this.isCounted) return undefined;
    const waits = [this.waitOfSubject, this.waitOfOrigin, this.waitOfService].filter(
      (wait) => wait !== undefined,
    );
    return waits.reduce<Wait | undefined>(
      (longest, wait) => (longest && longest.opensAt >= wait.opensAt ? longest : wait),
      undefined,
    );
  }

  /** Whether the origin alone makes it wait: then work may take the place of the wait. */
  get isOriginsAlone(): boolean {
    return !this.waitOfSubject && !this.waitOfService;
  }

  private get waitOfSubject(): Wait | undefined {
    const { subject, now } = this.step;
    if (!subject) return undefined;
    const { windowMs, share } = subject.rule;
    const own = this.ownUses;
    if (share !== undefined && own.length >= share)
      return { of: 'subject', opensAt: (own[own.length - share]?.at ?? now) + windowMs };
    const { cap, latestBefore } = this.termsOf(subject.rule);
    const { uses } = this;
    const latest = Math.max(...uses.map(({ at }) => at));
    if (uses.length < cap || (latestBefore !== undefined && latest <= latestBefore)) return undefined;
    const byWindow = (uses[uses.length - cap]?.at ?? latest) + windowMs;
    const bySpacing = latestBefore === undefined ? Infinity : latest + (now - latestBefore);
    return { of: 'subject', opensAt: Math.min(byWindow, bySpacing) };
  }

  private get waitOfOrigin(): Wait | undefined {
    const { origin, now, workProved } = this.step;
    if (!origin || workProved === true) return undefined;
    const { rule, does } = origin;
    const openings = levelsOf(origin.key).flatMap((level) => {
      const marks = since(this.documentOf(level)?.[does], now - rule.windowMs);
      const allowed = this.allowedOf(level, does, rule);
      return marks.length < allowed ? [] : [(marks[marks.length - allowed]?.at ?? now) + rule.windowMs];
    });
    return openings.length === 0 ? undefined : { of: 'origin', opensAt: Math.max(...openings) };
  }

  /** An origin that fails beyond what is ordinary goes on at a slow pace. */
  private get waitOfService(): Wait | undefined {
    const { origin } = this.step;
    if (!origin || this.brakesOn.length === 0 || this.isOrdinary) return undefined;
    const [narrowest] = levelsOf(origin.key);
    const latest = Math.max(0, ...(this.documentOf(narrowest)?.[origin.does] ?? []).map(({ at }) => at));
    const opensAt = latest + brakedPaceMs;
    return opensAt <= this.step.now ? undefined : { of: 'service', opensAt };
  }

  private get isOrdinary(): boolean {
    const { origin, now, useId } = this.step;
    if (!origin || !this.didNoWrongElsewhere) return false;
    const { rule } = origin;
    return levelsOf(origin.key).every((level) => {
      const starts = since(this.documentOf(level)?.starts, now - rule.windowMs).filter(
        ({ id }) => !useId.startsWith(id),
      );
      return starts.length <= level.factor * startsUnderWay + this.provedBy(level, rule) / 2;
    });
  }

  private isNewcomer({ newcomerUses }: SubjectRule): boolean {
    return this.ownUses.length < newcomerUses && this.didNoWrongElsewhere;
  }

  /** In proportion; the subject's own failures are left out, because they count there. */
  private get didNoWrongElsewhere(): boolean {
    const { origin, about, now, sharer } = this.step;
    if (!origin) return true;
    const { rule } = origin;
    return levelsOf(origin.key).every((level) => {
      const failures = since(this.documentOf(level)?.failures, now - rule.windowMs);
      const isWide = sharer.length > level.key.length;
      const counted = isWide
        ? Math.max(0, failures.length - failuresOfOneHome)
        : failures.filter(({ subject }) => subject !== about).length;
      return counted * provedPerFailure <= this.provedBy(level, rule);
    });
  }

  private provedBy(level: OriginLevel, { provedMs }: OriginRule): number {
    return since(this.documentOf(level)?.proved, this.step.now - provedMs).length;
  }

  private get uses(): Marks {
    const { subject, now } = this.step;
    if (!subject) return [];
    return since(this.documents.get(documentIdOf(subject))?.uses, now - subject.rule.windowMs);
  }

  private get ownUses(): Marks {
    return this.uses.filter(({ from }) => from === this.step.sharer);
  }

  private documentOf(level: OriginLevel): LimitDocument | undefined {
    return this.documents.get(originIdOf(level));
  }
}

function idsOfFlow(marks: Marks, useId: string): string[] {
  const flow = useId.slice(0, useId.indexOf('/') + 1);
  return flow === '' ? [] : marks.map(({ id }) => id).filter((id) => id.startsWith(flow));
}
