import type { LimitDocument } from '../database/limitDocuments';
import type { OriginLevel } from './origins';
import type { ServiceBrake } from './steps';

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
