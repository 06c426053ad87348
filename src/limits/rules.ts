import type { Budget, Figures } from '../config/figures';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How often something may happen to one subject: a line's codes, an account's password, a number's messages. */
export interface SubjectRule {
  readonly windowMs: number;
  /** In a window, before anybody waits. */
  readonly atOnce: number;
  /** Of these, the last ones are for newcomers: origins that come as little as `newcomerUses` and did no wrong elsewhere. */
  readonly reserve: number;
  readonly newcomerUses: number;
  /** Of one origin in a window; undefined: no share but what the reserve leaves. */
  readonly share?: number;
  /** Flows of one origin in a window that may take any. */
  readonly flows?: number;
  /** Whether people are told how many are left: then each is taken on the count that it saw. */
  readonly tellsLeft?: boolean;
  /** Whether half of what the origin proved is added to `atOnce`. */
  readonly isInProportion?: boolean;
  /** What follows past `atOnce`, one at a time; undefined: nothing before the window has moved on. */
  readonly spacing?: SubjectSpacing;
}

/** Least time since the one before, doubled with each further one up to the longest; milliseconds. */
interface SubjectSpacing {
  readonly firstMs: number;
  readonly newcomersMs: number;
  /** Longer, so that those who keep asking never take a newcomer's turn; undefined: never. */
  readonly othersMs?: number;
}

/** What an origin may do within `windowMs` that does not end well, plus half of what it proved within `provedMs`. */
export interface OriginRule {
  readonly windowMs: number;
  readonly failures: number;
  readonly starts: number;
  readonly provedMs: number;
  /** Distinct subjects that are remembered. */
  readonly provedAtMost: number;
}

/** No list is longer, so no figure is higher: one that the list cannot hold would never be reached. */
export const mostMarks = 1_000;

/** The longest that a newcomer waits for a subject. */
export const newcomersMs = 15 * minute;
export const othersMs = 20 * minute;

export function originRule({ failuresPerOrigin: failures, startsPerOrigin: starts }: Figures): OriginRule {
  return { windowMs: 15 * minute, failures, starts, provedMs: hour, provedAtMost: 256 };
}

export function passwordRule({ wrongPasswordsPerAccount: atOnce }: Figures): SubjectRule {
  const reserve = Math.floor(atOnce / 3);
  const spacing = { firstMs: 30 * second, newcomersMs, othersMs };
  return { windowMs: day, atOnce, reserve, newcomerUses: 3, spacing };
}

/** Of the devices that an account knows, all together: each has half of them before it waits. */
export function devicePasswordRule(figures: Figures): SubjectRule {
  const rule = passwordRule(figures);
  return { ...rule, atOnce: 2 * rule.atOnce, reserve: rule.atOnce, newcomerUses: rule.atOnce };
}

/** Of passwords typed again while signed in. */
export function sessionPasswordRule(figures: Figures): SubjectRule {
  return { ...passwordRule(figures), reserve: 0 };
}

/** Sign-ins with a code that were not confirmed: of a name from one origin, and of it past these shares. */
export function codeSignInRules({ confirmationsPerNameAndAddress, confirmationsPerName }: Figures): {
  readonly own: SubjectRule;
  readonly further: SubjectRule;
} {
  return { own: plainRule(confirmationsPerNameAndAddress), further: plainRule(confirmationsPerName) };
}

/** Codes beside a right password that were not typed. */
export function unconfirmedRule({ unconfirmedPerAccount }: Figures): SubjectRule {
  return plainRule(unconfirmedPerAccount);
}

/** Contract data that match nothing: past its limits the answer tells a match from a mismatch no more. */
export function mismatchRules({ mismatchesPerVatNumber, mismatchesPerAddress }: Figures): {
  readonly ofVatNumber: SubjectRule;
  readonly fromOrigin: SubjectRule;
} {
  return { ofVatNumber: plainRule(mismatchesPerVatNumber), fromOrigin: plainRule(mismatchesPerAddress) };
}

export function takenUsernameRule({ takenUsernamesPerCompany }: Figures): SubjectRule {
  return plainRule(takenUsernamesPerCompany);
}

export function activationMailRule({ mailsPerAddress }: Figures): SubjectRule {
  return plainRule(mailsPerAddress);
}

/** The companies that invite to a mailbox are its sharers. */
export function invitationMailRule({ mailsPerAddress, mailsPerMailboxAndAddress }: Figures): SubjectRule {
  return { ...plainRule(mailsPerAddress), share: mailsPerMailboxAndAddress.limit };
}

/** So many in any window, whoever comes. */
export function plainRule({ limit: atOnce, windowMs }: Budget): SubjectRule {
  return { windowMs, atOnce, reserve: 0, newcomerUses: 0 };
}
