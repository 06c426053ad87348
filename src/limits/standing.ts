import type { LimitDocument } from '../database/limitDocuments';
import {
  brakeIdsOf,
  documentIdOf,
  type Documents,
  hourMs,
  isFirst,
  originIdOf,
  type CountedSubject,
  type ServiceBrake,
  type Step,
  subjectsOf,
  type Wait,
} from './steps';
import { brakedPaceMs, latestOf, type Marks, momentsOfChange, since } from './moments';
import { levelsOf, type OriginLevel, siteOf } from './origins';
import { mostMarks, type OriginRule, type SubjectRule } from './rules';

/** One failure in so many proved subjects is nothing out of the ordinary. */
const provedPerFailure = 10;
/** Failures that a wide network may have beside: they may be of one home. */
const failuresOfOneHome = 3;
/** Homes of one site that are newcomers to one subject: a provider gives a whole /48, too. */
const homesOfSite = 2;
/** Flows under way at any office. */
const startsUnderWay = 5;

/** On what terms a subject takes a further use. */
export interface SubjectTerms {
  /** Uses in the window below which it is taken at once. */
  readonly cap: number;
  /** Else: the latest use is no later; undefined: never. */
  readonly latestBefore: number | undefined;
  /** Whether they are those of a newcomer: then they hold for its first uses only. */
  readonly isNewcomer: boolean;
}

/** Terms of anybody, whatever the origin did. */
export function strictTerms({ atOnce, reserve }: SubjectRule): SubjectTerms {
  return { cap: Math.min(mostMarks, atOnce - reserve), latestBefore: undefined, isNewcomer: false };
}

/** How many uses are left at once, and when the earliest one that counts does so no more, milliseconds since 1970. */
interface UsesLeft {
  readonly uses: number;
  readonly windowEndsAt: number;
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
    return (subject ? this.usesOf(subject) : (ofOrigin ?? [])).some(({ id }) => id === useId);
  }

  /** What the step's flow took before of a subject. */
  usesOfFlow(subject: CountedSubject): Marks {
    const { useId } = this.step;
    const flow = useId.slice(0, useId.indexOf('/') + 1);
    return flow === '' ? [] : this.usesOf(subject).filter(({ id }) => id.startsWith(flow));
  }

  /** What the origin has left at once after the step: of the subject that has the least. */
  get left(): UsesLeft {
    const [first, ...others] = subjectsOf(this.step).map((subject) => this.leftOf(subject));
    if (!first) return { uses: 0, windowEndsAt: this.step.now };
    return others.reduce((least, left) => (left.uses < least.uses ? left : least), first);
  }

  private leftOf(subject: CountedSubject): UsesLeft {
    const uses = this.usesOf(subject);
    const toCome = this.isCounted ? 0 : 1;
    const { cap } = this.termsOf(subject, toCome);
    return {
      uses: Math.max(0, cap - uses.length - toCome),
      windowEndsAt: (uses[0]?.at ?? this.step.now) + subject.rule.windowMs,
    };
  }

  countOf(subject: CountedSubject): number {
    return this.usesOf(subject).length;
  }

  /** @param beside uses of the origin that are to come */
  termsOf(subject: CountedSubject, beside = 0): SubjectTerms {
    const { now } = this.step;
    const { rule } = subject;
    const isNewcomer = this.isNewcomer(subject, beside);
    const cap = Math.min(mostMarks, rule.atOnce - (isNewcomer ? 0 : rule.reserve) + this.earnedBy(rule));
    const longestMs = isNewcomer ? rule.spacing?.newcomersMs : rule.spacing?.othersMs;
    if (!rule.spacing || longestMs === undefined) return { cap, latestBefore: undefined, isNewcomer };
    const beyond = Math.max(0, this.usesOf(subject).length - cap);
    const latestBefore = now - Math.min(rule.spacing.firstMs * 2 ** beyond, longestMs);
    return { cap, latestBefore, isNewcomer };
  }

  allowedOf(level: OriginLevel, does: 'failures' | 'starts', rule: OriginRule): number {
    return Math.min(mostMarks, Math.floor(level.factor * (rule[does] + this.provedBy(level, rule) / 2)));
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

  /**
   * Who makes the step wait the longest; undefined where it may go on. At `opensAt` it may, unless somebody comes before: with
   * time everything opens, but what the origin proved ages, too.
   */
  get wait(): Wait | undefined {
    const [first] = this.hindrances;
    if (!first || this.isCounted) return undefined;
    const { now } = this.step;
    const moments = momentsOfChange(this.step, this.documents);
    let [last, closed, open] = [first, -1, moments.length - 1];
    while (open - closed > 1) {
      const middle = Math.floor((closed + open) / 2);
      const [hindrance] = this.at(moments[middle] ?? now).hindrances;
      if (hindrance) [last, closed] = [hindrance, middle];
      else open = middle;
    }
    return { ...last, opensAt: moments[open] ?? now };
  }

  /** Whether the origin alone makes it wait: then work may take the place of the wait. */
  get isOriginsAlone(): boolean {
    return this.hindrances.every(({ of }) => of === 'origin');
  }

  /** As the documents will stand if nobody comes before. */
  private at(now: number): Standing {
    return new Standing({ ...this.step, now }, this.documents);
  }

  private get hindrances(): Omit<Wait, 'opensAt'>[] {
    const full = subjectsOf(this.step).filter((subject) => !this.hasRoomOn(subject));
    return [
      ...full.map(({ purpose }) => ({ of: 'subject', purpose }) as const),
      ...(this.isOriginFull ? [{ of: 'origin' } as const] : []),
      ...(this.isBraked ? [{ of: 'service' } as const] : []),
    ];
  }

  private hasRoomOn(subject: CountedSubject): boolean {
    const { share = Infinity, flows = Infinity } = subject.rule;
    const own = this.ownUsesOf(subject);
    if (own.length >= share) return false;
    if (isFirst(this.step.useId) && own.filter(({ id }) => isFirst(id)).length >= flows) return false;
    const { cap, latestBefore = -Infinity } = this.termsOf(subject);
    const uses = this.usesOf(subject);
    return uses.length < cap || latestOf(uses) <= latestBefore;
  }

  private get isOriginFull(): boolean {
    const { origin, now, workProved } = this.step;
    if (!origin || origin.mark === 'never' || workProved === true) return false;
    const { rule, does } = origin;
    return levelsOf(origin.key).some((level) => {
      const marks = since(this.documentOf(level)?.[does], now - rule.windowMs);
      return marks.length >= this.allowedOf(level, does, rule);
    });
  }

  /** An origin that fails beyond what is ordinary goes on at a slow pace. */
  private get isBraked(): boolean {
    const { origin, now } = this.step;
    if (!origin || this.brakesOn.length === 0 || this.isBlameless) return false;
    const [narrowest] = levelsOf(origin.key);
    return latestOf(this.documentOf(narrowest)?.[origin.does]) + brakedPaceMs > now;
  }

  /** Of who tries, what failed counts; of who starts, what came to nothing, too. */
  private get isBlameless(): boolean {
    return this.step.origin?.does === 'starts' ? this.isOrdinary : this.didNoWrongElsewhere;
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

  private isNewcomer(subject: CountedSubject, beside: number): boolean {
    const { newcomerUses } = subject.rule;
    const { sharer } = this.step;
    const ofSite = this.usesOf(subject).filter(
      ({ from }) => from !== undefined && siteOf(from) === siteOf(sharer),
    );
    if (this.ownUsesOf(subject).length + beside >= newcomerUses) return false;
    if (ofSite.length + beside >= homesOfSite * newcomerUses) return false;
    return this.isBlameless;
  }

  private earnedBy({ isInProportion }: SubjectRule): number {
    const { origin } = this.step;
    if (!isInProportion || !origin) return 0;
    const [narrowest] = levelsOf(origin.key);
    return Math.floor(this.provedBy(narrowest, origin.rule) / 2);
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

  private usesOf(subject: CountedSubject): Marks {
    const { uses } = this.documents.get(documentIdOf(subject)) ?? {};
    return since(uses, this.step.now - subject.rule.windowMs);
  }

  private ownUsesOf(subject: CountedSubject): Marks {
    return this.usesOf(subject).filter(({ from }) => from === this.step.sharer);
  }

  private documentOf(level: OriginLevel): LimitDocument | undefined {
    return this.documents.get(originIdOf(level));
  }
}

export function idsOf(marks: Marks): string[] {
  return marks.map(({ id }) => id);
}
