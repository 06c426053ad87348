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
const newcomersMs = 15 * minute;
const othersMs = 20 * minute;

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
function plainRule({ limit: atOnce, windowMs }: Budget): SubjectRule {
  return { windowMs, atOnce, reserve: 0, newcomerUses: 0 };
}

const quartersOfAnHour = 4;
/** An origin keeps no longer list. */
const mostStarts = 900;

/** A client of the one-time password API is an origin with as much room as the whole service. */
export function clientRule(figures: Figures): OriginRule {
  const { wrongCodes, smsOfService } = figures;
  return {
    ...originRule(figures),
    failures: Math.ceil(wrongCodes.limit / quartersOfAnHour),
    starts: Math.min(mostStarts, Math.ceil(smsOfService.limit / quartersOfAnHour)),
  };
}

/** `wrongCodesPerLine` holds for any hour: so many at once that those which follow one another are within it. */
export function codeRule({ wrongCodesPerLine: { limit, windowMs } }: Figures): SubjectRule {
  const atOnce = Math.max(1, limit - Math.floor(windowMs / newcomersMs));
  const spacing = { firstMs: newcomersMs, newcomersMs, othersMs };
  return { windowMs, atOnce, reserve: Math.min(1, atOnce - 1), newcomerUses: 2, spacing };
}

/** All people behind a client come as one. */
export function codeRuleOfClient(figures: Figures): SubjectRule {
  const rule = codeRule(figures);
  return { ...rule, reserve: 0, spacing: { firstMs: newcomersMs, newcomersMs, othersMs: newcomersMs } };
}

/** Of so few none follows. */
export function pukRule({ wrongPuksPerLine: { limit: atOnce, windowMs } }: Figures): SubjectRule {
  return { windowMs, atOnce, reserve: Math.min(1, atOnce - 1), newcomerUses: 1, tellsLeft: true };
}

/** Of who has the SIM in hand: counted apart from the tries of others. */
export function pukWithIccidRule({ wrongPuksPerLine }: Figures): SubjectRule {
  return { ...plainRule(wrongPuksPerLine), tellsLeft: true };
}

/** What all may take but one share is the reserve: each newcomer gets one message of it, and later ones a quarter of an hour apart. */
function messageRule({ limit: atOnce, windowMs }: Budget, { limit: share }: Budget): SubjectRule {
  const reserve = Math.max(0, atOnce - share);
  const spacing = { firstMs: newcomersMs, newcomersMs };
  return { windowMs, atOnce, reserve, newcomerUses: 1, share, spacing };
}

/** Of all devices that an account knows, past what anybody may have sent. */
export const messagesOfDevicesRule = plainRule({ limit: 2, windowMs: 24 * hour });

/** Messages with a code, by the channel that takes them. A client has a number's messages for itself. */
export const messageRules = {
  sms: {
    purpose: 'SMS to a number',
    rule: (figures: Figures, isOfClient: boolean): SubjectRule => {
      const { smsPerNumber, smsPerNumberAndAddress, flowsPerNumberAndAddress } = figures;
      if (isOfClient) return plainRule(smsPerNumber);
      return { ...messageRule(smsPerNumber, smsPerNumberAndAddress), flows: flowsPerNumberAndAddress.limit };
    },
  },
  mail: {
    purpose: 'mail with a code',
    rule: ({ mailsPerAddress, mailsPerMailboxAndAddress }: Figures): SubjectRule =>
      messageRule(mailsPerAddress, mailsPerMailboxAndAddress),
  },
} as const;

/** They are only noted: what a flow may send is limited elsewhere. The brakes look back as long. */
export const messagesOfFlowRule = plainRule({ limit: mostMarks, windowMs: 2 * hour });

/** Text messages of one origin to numbers that differ in their last four digits alone. */
export function prefixRule(
  { smsPerPrefixAndAddress: { limit, windowMs } }: Figures,
  factor: number,
): SubjectRule {
  return { ...plainRule({ limit: limit * factor, windowMs }), isInProportion: true };
}

/** It has all of a prefix's for itself. */
export function prefixRuleOfClient({ smsPerPrefix }: Figures): SubjectRule {
  return { ...plainRule(smsPerPrefix), isInProportion: true };
}
