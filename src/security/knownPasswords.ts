import { createHash } from 'node:crypto';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as italian } from '@zxcvbn-ts/language-it';

/** Five months of one core for a thief of hash and pepper; anybody else gets some hundred tries a day. */
const enoughGuesses = 1e9;
/** Characters that are looked at; a strong beginning is enough, and time grows with the length. */
const longestEstimated = 40;
/** Readings of `p4$$w0rd` that are tried; the library's 100 take seven times as long. */
const mostSpellings = 8;

let estimator: ZxcvbnFactory | undefined;

/**
 * Whether a password is one of the 49,000 most common ones of breaches, or is made of them, of Italian words and names,
 * dates, repetitions and ways over the keyboard so that a billion guesses find it: `password1234567`, `Password2026!!!`.
 *
 * @param password in NFC
 * @param accountWords what an attacker would try first
 */
export function isSoonGuessed(password: string, accountWords: readonly string[]): boolean {
  return loadPasswordEstimator().check(password, [...accountWords]).guesses < enoughGuesses;
}

/** Built once a process, in about 100 ms. */
export function loadPasswordEstimator(): ZxcvbnFactory {
  estimator ??= new ZxcvbnFactory({
    dictionary: { 'passwords-common': common['passwords-common'], ...italian },
    graphs: adjacencyGraphs,
    maxLength: longestEstimated,
    l33tMaxSubstitutions: mostSpellings,
  });
  return estimator;
}

/** How long a check may take, its answer's body included. */
const longestCheckMs = 1_000;
/** Several times what a padded answer has. */
const largestAnswerBytes = 256 * 1024;
const prefixLength = 5;
const answerRow = /^([0-9A-F]{35}):(\d{1,12})$/i;

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
