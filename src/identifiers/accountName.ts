import { normaliseLineNumber } from './msisdn';
import { normaliseUsername } from './username';

/** What stands in the username field: an administrator's username, or an employee's line (E.164). */
export interface AccountName {
  readonly kind: 'line' | 'username';
  readonly value: string;
}

/**
 * What is typed where a username is asked for (rules 23 and 37 of the FAQ). A username begins with a letter, and a line
 * has none: nothing is both.
 *
 * @returns undefined for anything else.
 */
export function normaliseAccountName(text: string): AccountName | undefined {
  const username = normaliseUsername(text);
  if (username !== undefined) return { kind: 'username', value: username };
  const line = normaliseLineNumber(text);
  return line === undefined ? undefined : { kind: 'line', value: line };
}
