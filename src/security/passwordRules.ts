import { dictionary } from '@zxcvbn-ts/language-common';
import { createHash } from 'node:crypto';
import type { Figures } from '../config/figures';
import { Problem } from '../errors/problem';
import type { PasswordObjection } from '../errors/problemCodes';

const common = new Set(dictionary['passwords-common']);
const serviceWords = ['windtre', 'windtrebusiness', 'selfcare'];
const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
/** How long a check may take, its answer's body included. */
const longestCheckMs = 1_000;
/** Several times what a padded answer has. */
const largestAnswerBytes = 256 * 1024;
const prefixLength = 5;
const answerRow = /^([0-9A-F]{35}):(\d{1,12})$/i;

/** What a password's owner is known by; no password is made of it. */
interface PasswordOwner {
  readonly username: string;
  readonly vatNumber: string;
}

/** What every new password that a person chose has to pass before it is hashed. */
export class NewPasswordRules {
  constructor(
    private readonly figures: Pick<Figures, 'passwordMinLength' | 'passwordMaxLength'>,
    private readonly breachedPasswords: BreachedPasswords,
  ) {}

  /**
   * @param password in NFC
   * @throws Problem with the objection, at the field `password`
   */
  async check(password: string, owner: PasswordOwner): Promise<void> {
    const { passwordMinLength: min, passwordMaxLength: max } = this.figures;
    const objection =
      objectionToPassword(password, { min, max }, wordsOf(owner)) ??
      ((await this.breachedPasswords.includes(password)) ? 'PASSWORD_BREACHED' : undefined);
    if (objection) throw new Problem(objection, { fields: [{ pointer: '/password', code: objection }] });
  }
}

/** What an attacker would try first: the username, of a line its number as it is dialled in Italy, and the VAT number. */
function wordsOf({ username, vatNumber }: PasswordOwner): string[] {
  return [username.replace(/^\+(39)?/, ''), vatNumber];
}

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

/** Passwords that are known from breaches. */
export interface BreachedPasswords {
  /**
   * @param password in NFC
   * @returns false too where nobody could tell: an outage of the list keeps no one from choosing a password
   */
  includes(password: string): Promise<boolean>;
}

/** For a service that asks no list. */
export const noBreachedPasswords: BreachedPasswords = { includes: () => Promise.resolve(false) };

/**
 * Asks a list that speaks the range protocol of Pwned Passwords (https://haveibeenpwned.com/API/v3#PwnedPasswords): it
 * is given the first five digits of the SHA-1, which hundreds of passwords share, and answers with the rest of each
 * that it knows. The answer is padded, so that its length does not tell the digits either.
 *
 * @param url what the five digits are put behind, without a slash at its end
 * @param noteFailure is told the kind of a failure: nothing of the password, its digest or the answer
 */
export function breachedPasswordsAt(url: string, noteFailure: (kind: string) => void): BreachedPasswords {
  return {
    async includes(password) {
      const digest = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
      try {
        const rows = rowsOf(await answerFor(`${url}/${digest.slice(0, prefixLength)}`));
        return (rows.get(digest.slice(prefixLength)) ?? 0) > 0;
      } catch (error) {
        noteFailure(kindOf(error));
        return false;
      }
    },
  };
}

async function answerFor(address: string): Promise<string> {
  const response = await fetch(address, {
    headers: { accept: 'text/plain', 'add-padding': 'true', 'user-agent': 'selfcare-onboarding' },
    redirect: 'manual',
    signal: AbortSignal.timeout(longestCheckMs),
  });
  if (response.status === 200) return textOf(response);
  await response.body?.cancel();
  throw new UnusableAnswer(`status ${response.status}`);
}

async function textOf({ body }: Response): Promise<string> {
  const stream: AsyncIterable<Uint8Array> | Uint8Array[] = body ?? [];
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > largestAnswerBytes) throw new UnusableAnswer('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** How often each was seen, by the rest of its digest; 0 is padding. */
function rowsOf(answer: string): ReadonlyMap<string, number> {
  const rows = answer.split(/\r?\n/).filter((row) => row !== '');
  return new Map(
    rows.map((row): [string, number] => {
      const [, suffix, count] = answerRow.exec(row) ?? [];
      if (suffix === undefined) throw new UnusableAnswer('no rows of a range');
      return [suffix.toUpperCase(), Number(count)];
    }),
  );
}

class UnusableAnswer extends Error {}

function kindOf(error: unknown): string {
  if (error instanceof UnusableAnswer) return error.message;
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  return typeof name === 'string' ? name : 'unknown error';
}
