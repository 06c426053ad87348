import { normaliseLineNumber } from './msisdn';
import { plainText, unwrapped } from './typedText';

/** 6 to 32 letters and digits of ASCII, a letter first. */
export const usernameForm = /^[A-Za-z][A-Za-z0-9]{5,31}$/;

/**
 * Username as its owner typed it: case counts (rule 22 of the FAQ). It begins with a letter, so it is never a line.
 *
 * @returns the same text without blanks around it and what ends a sentence; undefined unless it is 6 to 32 letters and digits of ASCII, a letter first.
 */
export function normaliseUsername(text: string): string | undefined {
  const username = unwrapped(plainText(text)).replace(/\.$/, '');
  return usernameForm.test(username) ? username : undefined;
}

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
