import type { Env } from './env';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The figures that the service works with, each in one place. Durations are in milliseconds. */
export interface Figures {
  /** How long a start waits for the contract data to be matched before it answers `VALIDATING`. */
  readonly matchAnswerMs: number;
  readonly linkLifeMs: number;
  readonly passwordWindowMs: number;
  /** Least waits before the first, second and third resend of a message. */
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
  readonly mismatchesPerVatNumber: Budget;
  readonly mismatchesPerAddress: Budget;
  readonly mailsPerAddress: Budget;
  /** Flows that one network address may start at one API process. */
  readonly startsPerAddressAnHour: number;
  /** Calls of the CAMARA API that one client may make at one API process. */
  readonly camaraCallsPerClientAMinute: number;
  readonly passwordMinLength: number;
  readonly passwordMaxLength: number;
  readonly passwordClaimLifeMs: number;
}

/** At most `limit` entries in a window of `windowMs` that opens with the first of them. */
export interface Budget {
  readonly limit: number;
  readonly windowMs: number;
}

/** Figures of the design, those of `env` applied. */
export function figuresFrom(env: Env): Figures {
  return {
    matchAnswerMs: 2 * second,
    linkLifeMs: env.LINK_LIFE_HOURS * hour,
    passwordWindowMs: env.PASSWORD_WINDOW_MINUTES * minute,
    resendCooldownsMs: [30 * second, 60 * second, 120 * second],
    resendsPerFlow: env.RESENDS_PER_FLOW,
    mismatchesPerVatNumber: { limit: env.MISMATCHES_PER_VAT_NUMBER_A_DAY, windowMs: day },
    mismatchesPerAddress: { limit: env.MISMATCHES_PER_ADDRESS_AN_HOUR, windowMs: hour },
    startsPerAddressAnHour: env.STARTS_PER_ADDRESS_AN_HOUR,
    camaraCallsPerClientAMinute: env.CAMARA_CALLS_PER_CLIENT_A_MINUTE,
    mailsPerAddress: { limit: env.MAILS_PER_ADDRESS_A_DAY, windowMs: day },
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    passwordMaxLength: 128,
    passwordClaimLifeMs: 10 * minute,
  };
}
