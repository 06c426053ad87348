import { createHash } from 'node:crypto';
import type { Payload } from '@temporalio/common';

/** Where a text may hide: as it is, in base64 at each alignment, percent-encoded. */
export function formsOf(canary: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift, 'x'), Buffer.from(canary)]).toString('base64');
    return padded.slice(shift === 0 ? 0 : 4, padded.length - 4);
  });
  return [canary, encodeURIComponent(canary), ...base64.filter((form) => form.length >= 8)];
}

/** UUIDs and digests, which in some run or other have six given digits in a row. */
const drawnByChance = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32,}/g;

/**
 * Names of the canaries that a place holds; of digits alone, those that stand by themselves and are part of no longer number, no
 * UUID and no digest.
 */
export function canariesIn(place: string | Uint8Array, canaries: Readonly<Record<string, string>>): string[] {
  const haystack = Buffer.from(place as string)
    .toString('latin1')
    .toLowerCase();
  return Object.entries(canaries)
    .filter(([, canary]) =>
      formsOf(canary).some((form) => holds(haystack, Buffer.from(form).toString('latin1').toLowerCase())),
    )
    .map(([name]) => name);
}

/** Every payload of a history, however deep it stands. */
export function payloadsIn(part: unknown): Payload[] {
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return [];
  if ('metadata' in part && 'data' in part && part.data instanceof Uint8Array) return [part as Payload];
  return Object.values(part).flatMap(payloadsIn);
}

function holds(haystack: string, form: string): boolean {
  if (!/^\d+$/.test(form)) return haystack.includes(form);
  return new RegExp(`(?<!\\d)${form}(?!\\d)`).test(haystack.replace(drawnByChance, ' '));
}

/** What a database may hold in place of a secret of a few digits, and which is as good as the secret. */
export function plainDigestsOf(secret: string): string[] {
  return ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) =>
      createHash(algorithm).update(secret).digest(encoding).replace(/=+$/, ''),
    ),
  );
}
