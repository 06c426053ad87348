import { dictionary } from '@zxcvbn-ts/language-common';
import type { PasswordObjection } from '../errors/problemCodes';

const common = new Set(dictionary['passwords-common']);
const serviceWords = ['windtre', 'windtrebusiness', 'selfcare'];
const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];

/** Unicode NFC, so that one password typed on two keyboards is one (NIST SP 800-63B-4, 3.1.1.2). */
export function normalisePassword(typed: string): string {
  return typed.normalize('NFC');
}

/**
 * Length and a blocklist of whole passwords; no rules of composition (NIST SP 800-63B-4; OWASP ASVS 5.0, 6.2).
 *
 * @param password in NFC
 * @param accountWords what an attacker would try first: username, VAT number
 * @returns the reason of a refusal, undefined when the password may be used
 */
export function objectionToPassword(
  password: string,
  length: { readonly min: number; readonly max: number },
  accountWords: readonly string[],
): Exclude<PasswordObjection, 'PASSWORD_BREACHED'> | undefined {
  const characters = Array.from(password);
  if (characters.length < length.min) return 'PASSWORD_TOO_SHORT';
  if (characters.length > length.max) return 'PASSWORD_TOO_LONG';
  const folded = password.toLowerCase();
  if (common.has(folded)) return 'PASSWORD_COMMON';
  if (isRepetition(folded)) return 'PASSWORD_REPETITIVE';
  if (isSequence(folded)) return 'PASSWORD_SEQUENTIAL';
  const bare = folded.replace(/[^\p{L}\p{N}]/gu, '');
  const words = [...serviceWords, ...accountWords.map((word) => word.toLowerCase())];
  return words.some((word) => isMadeOf(bare, word)) ? 'PASSWORD_TELLS_ACCOUNT' : undefined;
}

/** A unit again and again, the last time perhaps in part: the text, moved by the unit's length, meets itself. */
function isRepetition(text: string): boolean {
  const longestUnit = Math.floor(text.length / 2);
  return Array.from({ length: longestUnit }, (_, index) => index + 1).some((unit) =>
    text.startsWith(text.slice(unit)),
  );
}

/** Neighbours of the alphabet, of the digits or of a keyboard's row from end to end. */
function isSequence(text: string): boolean {
  const rows = [...keyboardRows, 'abcdefghijklmnopqrstuvwxyz'].map((row) => row + row);
  const backwards = rows.map((row) => Array.from(row).reverse().join(''));
  const pairs = Array.from(text.slice(1), (character, index) => text.charAt(index) + character);
  return pairs.every((pair) => [...rows, ...backwards].some((row) => row.includes(pair)));
}

/** Nothing but the word and digits around it. */
function isMadeOf(text: string, word: string): boolean {
  if (!text.includes(word)) return false;
  return /^\p{N}*$/u.test(text.split(word).join(''));
}
