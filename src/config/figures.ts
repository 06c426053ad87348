import type { CodeLives } from '../../workflows/contracts/channels';
import type { Env } from './env';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The figures that the service works with, each in one place. Durations are in milliseconds. */
export interface Figures extends CodeLives {
  /** How long a start waits for the contract data to be matched before it answers `VALIDATING`. */
  readonly matchAnswerMs: number;
  /** How long a call waits for one operation of the database before it is answered with 503. */
  readonly databaseDeadlineMs: number;
  /** How long a call waits for a flow's answer before it is answered with 503, or, at a start, with what is known. */
  readonly flowDeadlineMs: number;
  readonly linkLifeMs: number;
  readonly passwordWindowMs: number;
  /** Least waits before the first, second and third resend of a message. */
  readonly resendCooldownsMs: readonly number[];
  readonly resendsPerFlow: number;
  readonly mismatchesPerVatNumber: Budget;
  readonly mismatchesPerAddress: Budget;
  readonly mailsPerAddress: Budget;
  /** Telco Managers, invited and active together. */
  readonly managersPerCompany: number;
  /** Usernames that a company's User Admin learns to be another account's; then none is tried until the next day. */
  readonly takenUsernamesPerCompany: Budget;
  /** Of a flow with a code. */
  readonly flowLifeMs: number;
  readonly attemptsPerFlow: number;
  /** Wrong codes for one line or username, over all flows. */
  readonly wrongCodesPerLine: Budget;
  /** Wrong codes of the whole service: past it those who fail are slowed down. */
  readonly wrongCodes: Budget;
  readonly wrongPuksPerLine: Budget;
  /** Text messages with a code for one purpose; of them those that one starting address may take. */
  readonly smsPerNumber: Budget;
  readonly smsPerNumberAndAddress: Budget;
  readonly flowsPerNumberAndAddress: Budget;
  /** Mails with a code for one mailbox or username that one starting address may take. */
  readonly mailsPerMailboxAndAddress: Budget;
  /** Text messages to numbers that differ in their last four digits alone. */
  readonly smsPerPrefix: Budget;
  /** Of these, those that one starting address may take. */
  readonly smsPerPrefixAndAddress: Budget;
  readonly smsOfService: Budget;
  /** Starts of flows are answered at multiples of it, so that what is looked up for them is not told by time; 0: at once. */
  readonly startAnswerStepMs: number;
  /** Of what one origin does within 15 minutes, that which does not end well. */
  readonly startsPerOrigin: number;
  readonly failuresPerOrigin: number;
  /** Wrong passwords of an account, before tries have to wait for each other. */
  readonly wrongPasswordsPerAccount: number;
  /** Calls of the CAMARA API that one client may make at one API process. */
  readonly camaraCallsPerClientAMinute: number;
  /** How long a security event stays in the audit trail. */
  readonly auditRetentionMs: number;
  /** How long a company or line stays that the latest file lacks; undefined: for ever. */
  readonly recordRetentionMs: number | undefined;
  readonly passwordMinLength: number;
  readonly passwordMaxLength: number;
  readonly passwordClaimLifeMs: number;
  /** A session ends this long after its last request, and this long after the sign-in at the latest. */
  readonly sessionIdleMs: number;
  readonly sessionLifeMs: number;
  /** Sessions of an account that live at once: one more ends the oldest. */
  readonly sessionsPerAccount: number;
  /** At the latest, for one that the network's recognition of the line opened. */
  readonly networkSessionLifeMs: number;
  /** Longest life of an assertion of the operator's gateway. */
  readonly networkAssertionLifeMs: number;
  /** How long a browser may take from "Accedi direttamente" through the operator and back. */
  readonly networkAttemptLifeMs: number;
  /** How long after the password was typed a session may do what needs it typed recently. */
  readonly recentPasswordMs: number;
  /** How long a former contact is told of recoveries by the new one, and may undo one of them. */
  readonly contactChangeNoticeMs: number;
  /** Sign-ins with a code that were asked for and not confirmed: of a name from an address, and of it past these shares. */
  readonly confirmationsPerNameAndAddress: Budget;
  readonly confirmationsPerName: Budget;
  /** Those that a code went out for: past them the account's owner gets none. */
  readonly unconfirmedPerAccount: Budget;
  /** How long a session may be opened on a right code. */
  readonly confirmedSignInLifeMs: number;
  /** How long a passkey may take to sign a challenge. */
  readonly passkeyChallengeLifeMs: number;
  readonly passkeysPerAccount: number;
  /** How long a device that signed in is known to its account. */
  readonly knownDeviceLifeMs: number;
  /** Hashes of passwords that one API process works on at once, and those that may wait for their turn. */
  readonly passwordHashesAtOnce: number;
  readonly passwordHashesWaiting: number;
}

/** At most `limit` within any `windowMs`. */
export interface Budget {
  readonly limit: number;
  readonly windowMs: number;
}

/** Figures of the design, those of `env` applied. */
export function figuresFrom(env: Env): Figures {
  return {
    matchAnswerMs: 2 * second,
    databaseDeadlineMs: env.DATABASE_DEADLINE_MS,
    flowDeadlineMs: env.FLOW_DEADLINE_MS,
    linkLifeMs: env.LINK_LIFE_HOURS * hour,
    passwordWindowMs: env.PASSWORD_WINDOW_MINUTES * minute,
    resendCooldownsMs: [30 * second, 60 * second, 120 * second],
    resendsPerFlow: env.RESENDS_PER_FLOW,
    mismatchesPerVatNumber: { limit: env.MISMATCHES_PER_VAT_NUMBER_A_DAY, windowMs: day },
    mismatchesPerAddress: { limit: env.MISMATCHES_PER_ADDRESS_AN_HOUR, windowMs: hour },
    startAnswerStepMs: env.START_ANSWER_STEP_MS,
    startsPerOrigin: env.STARTS_PER_ORIGIN,
    failuresPerOrigin: env.FAILURES_PER_ORIGIN,
    wrongPasswordsPerAccount: env.SIGN_IN_FAILURES_PER_ACCOUNT,
    camaraCallsPerClientAMinute: env.CAMARA_CALLS_PER_CLIENT_A_MINUTE,
    mailsPerAddress: { limit: env.MAILS_PER_ADDRESS_A_DAY, windowMs: day },
    managersPerCompany: env.MANAGERS_PER_COMPANY,
    takenUsernamesPerCompany: { limit: env.TAKEN_USERNAMES_PER_COMPANY_A_DAY, windowMs: day },
    ...codeFiguresFrom(env),
    auditRetentionMs: env.AUDIT_RETENTION_DAYS * day,
    recordRetentionMs: env.RECORD_RETENTION_DAYS && env.RECORD_RETENTION_DAYS * day,
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    passwordMaxLength: 128,
    passwordClaimLifeMs: 10 * minute,
    ...signInFiguresFrom(env),
  };
}

function signInFiguresFrom(env: Env) {
  return {
    sessionIdleMs: env.SESSION_IDLE_MINUTES * minute,
    sessionLifeMs: env.SESSION_LIFE_HOURS * hour,
    sessionsPerAccount: env.SESSIONS_PER_ACCOUNT,
    networkSessionLifeMs: env.NETWORK_SESSION_MINUTES * minute,
    networkAssertionLifeMs: env.NETWORK_ASSERTION_SECONDS * second,
    networkAttemptLifeMs: 5 * minute,
    recentPasswordMs: env.RECENT_PASSWORD_MINUTES * minute,
    contactChangeNoticeMs: env.CONTACT_CHANGE_NOTICE_HOURS * hour,
    confirmationsPerNameAndAddress: { limit: 3, windowMs: 15 * minute },
    confirmationsPerName: { limit: 30, windowMs: 15 * minute },
    unconfirmedPerAccount: { limit: 5, windowMs: day },
    confirmedSignInLifeMs: 10 * minute,
    passkeyChallengeLifeMs: 5 * minute,
    passkeysPerAccount: env.PASSKEYS_PER_ACCOUNT,
    knownDeviceLifeMs: env.KNOWN_DEVICE_DAYS * day,
    passwordHashesAtOnce: env.PASSWORD_HASHES_AT_ONCE,
    passwordHashesWaiting: env.PASSWORD_HASHES_WAITING,
  };
}

function codeFiguresFrom(env: Env) {
  return {
    smsCodeLifeMs: env.SMS_CODE_LIFE_MINUTES * minute,
    mailCodeLifeMs: env.MAIL_CODE_LIFE_MINUTES * minute,
    flowLifeMs: env.CODE_FLOW_LIFE_HOURS * hour,
    attemptsPerFlow: env.CODE_ATTEMPTS_PER_FLOW,
    wrongCodesPerLine: { limit: env.WRONG_CODES_PER_LINE_AN_HOUR, windowMs: hour },
    wrongCodes: { limit: env.WRONG_CODES_AN_HOUR, windowMs: hour },
    wrongPuksPerLine: { limit: env.WRONG_PUKS_PER_LINE_A_DAY, windowMs: day },
    smsPerNumber: { limit: env.SMS_PER_NUMBER_A_DAY, windowMs: day },
    smsPerNumberAndAddress: { limit: env.SMS_PER_NUMBER_AND_ADDRESS_A_DAY, windowMs: day },
    flowsPerNumberAndAddress: { limit: env.CODE_FLOWS_PER_NUMBER_AND_ADDRESS_A_DAY, windowMs: day },
    mailsPerMailboxAndAddress: { limit: env.MAILS_PER_MAILBOX_AND_ADDRESS_A_DAY, windowMs: day },
    smsPerPrefix: { limit: env.SMS_PER_PREFIX_AN_HOUR, windowMs: hour },
    smsPerPrefixAndAddress: { limit: env.SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR, windowMs: hour },
    smsOfService: { limit: env.SMS_AN_HOUR, windowMs: hour },
  };
}
