import { randomBytes } from 'node:crypto';
import { dictionary } from '@zxcvbn-ts/language-common';
import { hash, verify } from '@node-rs/argon2';
import fastq from 'fastq';
import type { Figures } from '../config/figures';
import { Problem } from '../errors/problem';
import type { PasswordObjection } from '../errors/fieldTexts';
import type { DerivedKey, Keyring } from '../config/keys';
import { keyedDigest } from './digests';
import { type BreachedPasswords, isSoonGuessed, loadPasswordEstimator } from './knownPasswords';

const common = new Set(dictionary['passwords-common']);
const serviceWords = ['windtre', 'windtrebusiness', 'selfcare'];
const keyboardRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];

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
  ) {
    loadPasswordEstimator();
  }

  /**
   * @param password in NFC
   * @throws Problem with the objection, at the field `password`
   */
  async check(password: string, owner: PasswordOwner): Promise<void> {
    const { passwordMinLength: min, passwordMaxLength: max } = this.figures;
    const accountWords = wordsOf(owner);
    const objection =
      objectionToPassword(password, { min, max }, accountWords) ??
      (isSoonGuessed(password, [...serviceWords, ...accountWords]) ? 'PASSWORD_COMMON' : undefined) ??
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

/** OWASP's figures for argon2id, the library's default variant: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const parameterText = '$argon2id$v=19$m=19456,t=2,p=1$';
const retryAfterSeconds = 2;

/** `stale`: right, but hashed with other parameters or another pepper than the current ones. */
export type PasswordVerdict = 'right' | 'stale' | 'wrong';

/** argon2id with a pepper that lives outside the database, off the event loop, a bounded number at once. */
export class PasswordHashing {
  /** What is compared where there is no hash, so that it costs as much as where there is one. */
  private readonly nobodysHash: Promise<string>;

  constructor(
    private readonly keys: Keyring,
    private readonly queue: HashQueue,
  ) {
    this.nobodysHash = this.hash(randomBytes(32).toString('base64url'));
  }

  /**
   * @param password in NFC
   * @returns `<key id>$argon2id$…`: the id tells which pepper to verify with
   * @throws Problem `OVERLOADED`
   */
  async hash(password: string): Promise<string> {
    const pepper = this.keys.current('password pepper');
    const salted = this.queue.run(() => hash(password, { ...parameters, secret: pepper.secret }));
    return pepper.id + (await salted);
  }

  /**
   * One verification, whether there is a hash or none.
   *
   * @param stored as {@link hash} gave it; undefined for an account that is not there or has no password
   * @param password in NFC
   * @throws Problem `OVERLOADED`
   */
  async verify(stored: string | undefined, password: string): Promise<PasswordVerdict> {
    const known = stored === undefined ? undefined : this.split(stored);
    const compared = known ?? this.split(await this.nobodysHash);
    if (!compared) return 'wrong';
    const { pepper, phc } = compared;
    const isRight = await this.queue.run(() => verify(phc, password, { secret: pepper.secret }));
    if (!isRight || !known) return 'wrong';
    const isCurrent = pepper.id === this.keys.current('password pepper').id && phc.startsWith(parameterText);
    return isCurrent ? 'right' : 'stale';
  }

  /** Undefined where the pepper is in the ring no more. */
  private split(stored: string): { readonly pepper: DerivedKey; readonly phc: string } | undefined {
    const phcAt = stored.indexOf('$');
    const pepper = this.keys.all('password pepper').find(({ id }) => id === stored.slice(0, phcAt));
    return pepper && { pepper, phc: stored.slice(phcAt) };
  }
}

const readableAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const fewestGroups = 5;
const groupLength = 4;

/**
 * A password of groups of four characters that reads well from a screen: five of them, about 100 bits, or as many as
 * `minLength` takes. Derived from the request, so that a repeated request gets the same answer and nothing is stored.
 */
export function generatePassword(
  keys: Keyring,
  flowId: string,
  idempotencyKey: string,
  minLength: number,
): string {
  const groups = Math.max(fewestGroups, Math.ceil((minLength + 1) / (groupLength + 1)));
  return Array.from({ length: groups }, (_, group) => {
    const digest = keyedDigest(
      keys,
      'generated password',
      flowId,
      idempotencyKey.toLowerCase(),
      String(group),
    );
    return Array.from(Buffer.from(digest, 'base64url').subarray(0, groupLength), (byte) =>
      readableAlphabet.charAt(byte % readableAlphabet.length),
    ).join('');
  }).join('-');
}

export interface HashQueueLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

/**
 * Computes so many hashes at once and lets so many wait for their turn. Further ones are refused at once: a flood of
 * passwords then costs no memory, and the queue stays short.
 */
export class HashQueue {
  private readonly queue: fastq.queueAsPromised<() => Promise<void>>;

  constructor(private readonly limits: HashQueueLimits) {
    this.queue = fastq.promise((work: () => Promise<void>) => work(), limits.atOnce);
  }

  /** @throws Problem `OVERLOADED`, or what `work` throws */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const underWay = this.queue.running() + this.queue.length();
    if (underWay >= this.limits.atOnce + this.limits.waiting)
      return Promise.reject(new Problem('OVERLOADED', { retryAfterSeconds }));
    return new Promise((resolve, reject) => {
      void this.queue.push(() => work().then(resolve, reject));
    });
  }
}
