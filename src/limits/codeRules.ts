import type { Budget, Figures } from '../config/figures';
import {
  mostMarks,
  newcomersMs,
  originRule,
  type OriginRule,
  othersMs,
  plainRule,
  type SubjectRule,
} from './rules';

const hourMs = 3_600_000;
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
export const messagesOfDevicesRule = plainRule({ limit: 2, windowMs: 24 * hourMs });

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
export const messagesOfFlowRule = plainRule({ limit: mostMarks, windowMs: 2 * hourMs });

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
