import type { LimitDocument } from '../database/limitDocuments';
import { levelsOf, type OriginLevel, siteOf } from './origins';
import { mostMarks, type OriginRule, type SubjectRule } from './rules';
import { type CountedSubject, type ServiceBrake, type Step, subjectsOf, type Wait } from './steps';

export const hourMs = 3_600_000;
/** Of those that a brake slows down, one goes on so often. */
const brakedPaceMs = 5 * 60_000;
/** One failure in so many proved subjects is nothing out of the ordinary. */
const provedPerFailure = 10;
/** Failures that a wide network may have beside: they may be of one home. */
const failuresOfOneHome = 3;
/** Homes of one site that are newcomers to one subject: a provider gives a whole /48, too. */
const homesOfSite = 2;
/** How the use of a flow's first message ends. */
export const firstOfFlow = '/1';
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
  /** Whether they are those of a newcomer: then they hold for its first uses only. */
  readonly isNewcomer: boolean;
}

/** Terms of anybody, whatever the origin did. */
export function strictTerms({ atOnce, reserve }: SubjectRule): SubjectTerms {
  return { cap: Math.min(mostMarks, atOnce - reserve), latestBefore: undefined, isNewcomer: false };
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
  ownUseIdsOf(subject: CountedSubject): string[] {
    return idsOfFlow(this.usesOf(subject), this.step.useId);
  }

  /** How many uses the subject has left at once for this origin after the step. */
  get usesLeftAfter(): number {
    const { subject } = this.step;
    if (!subject) return 0;
    const { cap } = this.termsOf(subject, this.isCounted ? 0 : 1);
    return Math.max(0, cap - this.usesOf(subject).length - (this.isCounted ? 0 : 1));
  }

  /** When the earliest use that counts now does so no more, milliseconds since 1970; of a subject without any, a window from now. */
  get windowEndsAt(): number {
    const { subject, now } = this.step;
    if (!subject) return now;
    return (this.usesOf(subject)[0]?.at ?? now) + subject.rule.windowMs;
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

  /** Who makes the step wait the longest; undefined where it may go on. */
  get wait(): Wait | undefined {
    if (this.isCounted) return undefined;
    const waits = [...this.waitsOfSubjects, this.waitOfOrigin, this.waitOfService].filter(
      (wait) => wait !== undefined,
    );
    return waits.reduce<Wait | undefined>(
      (longest, wait) => (longest && longest.opensAt >= wait.opensAt ? longest : wait),
      undefined,
    );
  }

  /** Whether the origin alone makes it wait: then work may take the place of the wait. */
  get isOriginsAlone(): boolean {
    return this.waitsOfSubjects.length === 0 && !this.waitOfService;
  }

  private get waitsOfSubjects(): Wait[] {
    return subjectsOf(this.step).flatMap((subject) => {
      const opensAt = this.openingOf(subject);
      return opensAt === undefined ? [] : [{ of: 'subject', purpose: subject.purpose, opensAt }];
    });
  }

  private openingOf(subject: CountedSubject): number | undefined {
    const { now, useId } = this.step;
    const { windowMs, share, flows } = subject.rule;
    const own = this.ownUsesOf(subject);
    const afterOwn = (marks: Marks, most: number | undefined) =>
      most !== undefined && marks.length >= most ? (marks.at(-most)?.at ?? now) + windowMs : undefined;
    const firsts = isFirst(useId) ? own.filter(({ id }) => isFirst(id)) : [];
    const ofShare = afterOwn(own, share) ?? afterOwn(firsts, flows);
    if (ofShare !== undefined) return ofShare;
    const { cap, latestBefore } = this.termsOf(subject);
    const uses = this.usesOf(subject);
    const latest = Math.max(...uses.map(({ at }) => at));
    if (uses.length < cap || (latestBefore !== undefined && latest <= latestBefore)) return undefined;
    const byWindow = (uses[uses.length - cap]?.at ?? latest) + windowMs;
    const bySpacing = latestBefore === undefined ? Infinity : latest + (now - latestBefore);
    return Math.min(byWindow, bySpacing);
  }

  private get waitOfOrigin(): Wait | undefined {
    const { origin, now, workProved } = this.step;
    if (!origin || origin.mark === 'never' || workProved === true) return undefined;
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
    if (!origin || this.brakesOn.length === 0 || this.isBlameless) return undefined;
    const [narrowest] = levelsOf(origin.key);
    const latest = Math.max(0, ...(this.documentOf(narrowest)?.[origin.does] ?? []).map(({ at }) => at));
    const opensAt = latest + brakedPaceMs;
    return opensAt <= this.step.now ? undefined : { of: 'service', opensAt };
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

/** Whether it is the first message of its flow. */
export function isFirst(useId: string): boolean {
  return useId.endsWith(firstOfFlow);
}

function idsOfFlow(marks: Marks, useId: string): string[] {
  const flow = useId.slice(0, useId.indexOf('/') + 1);
  return flow === '' ? [] : marks.map(({ id }) => id).filter((id) => id.startsWith(flow));
}
