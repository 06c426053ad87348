import type { LimitDocument } from '../database/limitDocuments';
import {
  brakeIdsOf,
  documentIdOf,
  type Documents,
  hourMs,
  originIdOf,
  type CountedOrigin,
  type CountedSubject,
  type ServiceBrake,
  type Step,
  subjectsOf,
} from './steps';
import { levelsOf } from './origins';
import type { SubjectRule } from './rules';

/** Of those that a brake slows down, one goes on so often. */
export const brakedPaceMs = 5 * 60_000;

export type Marks = NonNullable<LimitDocument['uses']>;

export function since(marks: Marks | undefined, at: number): Marks {
  return (marks ?? []).filter((mark) => mark.at > at);
}

export function latestOf(marks: Marks | undefined): number {
  return Math.max(...(marks ?? []).map(({ at }) => at));
}

/** When the step's standing can change if nobody comes before, in order; milliseconds since 1970. */
export function momentsOfChange(step: Step, documents: Documents): number[] {
  const { origin, brakes = [], now } = step;
  const moments = [
    ...subjectsOf(step).flatMap((subject) => momentsOfSubject(subject, documents)),
    ...(origin ? momentsOfOrigin(origin, documents) : []),
    ...brakes.flatMap((brake) => momentsOfBrake(brake, now, documents)),
  ];
  return [...new Set(moments.filter((moment) => moment > now))].sort((one, other) => one - other);
}

function momentsOfSubject(subject: CountedSubject, documents: Documents): number[] {
  const { rule } = subject;
  const uses = documents.get(documentIdOf(subject))?.uses ?? [];
  const latest = latestOf(uses);
  return [...agedAt(uses, rule.windowMs), ...spacingsOf(rule).map((spacingMs) => latest + spacingMs)];
}

function spacingsOf({ spacing }: SubjectRule): number[] {
  if (!spacing) return [];
  const { firstMs, newcomersMs, othersMs = newcomersMs } = spacing;
  const spacings = [newcomersMs, othersMs];
  for (let ms = firstMs; ms < Math.max(newcomersMs, othersMs); ms *= 2) spacings.push(ms);
  return spacings;
}

function momentsOfOrigin({ key, rule, does }: CountedOrigin, documents: Documents): number[] {
  const levels = levelsOf(key).map((level) => documents.get(originIdOf(level)));
  const aged = levels.flatMap((level) =>
    agedAt([...(level?.failures ?? []), ...(level?.starts ?? [])], rule.windowMs),
  );
  return [...aged, latestOf(levels[0]?.[does]) + brakedPaceMs];
}

function agedAt(marks: Marks, windowMs: number): number[] {
  return marks.map(({ at }) => at + windowMs);
}

/** When the brake goes off, in this hour or the next one: what the hour before counts falls with time. */
function momentsOfBrake(brake: ServiceBrake, now: number, documents: Documents): number[] {
  return [now, now + hourMs].flatMap((moment) => {
    const [current, before] = brakeIdsOf(brake, moment).map((id) => documents.get(id)?.count ?? 0);
    const room = brake.limit - (current ?? 0);
    if (room <= 0 || !before) return [];
    const hour = Math.floor(moment / hourMs) * hourMs;
    return [hour + Math.floor(hourMs * Math.max(0, 1 - room / before)) + 1];
  });
}
