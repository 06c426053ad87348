import { loadSettings } from '../../src/config/config';

const hour = 60 * 60_000;
const day = 24 * hour;
const development = { SERVICE_KEYS: `dev-1:${Buffer.alloc(32, 1).toString('base64')}` };

const waits = loadSettings(development).config.figures.signInWaits;

describe('figures', () => {
  test('are those of the design where nothing else is said', () => {
    expect(loadSettings(development).config.figures).toEqual({
      matchAnswerMs: 2_000,
      databaseDeadlineMs: 3_000,
      flowDeadlineMs: 5_000,
      linkLifeMs: 3 * day,
      passwordWindowMs: 30 * 60_000,
      resendCooldownsMs: [30_000, 60_000, 120_000],
      resendsPerFlow: 3,
      startAnswerStepMs: 100,
      startsPerAddressAnHour: 60,
      camaraCallsPerClientAMinute: 600,
      mismatchesPerVatNumber: { limit: 5, windowMs: day },
      mismatchesPerAddress: { limit: 10, windowMs: 60 * 60_000 },
      mailsPerAddress: { limit: 10, windowMs: day },
      smsCodeLifeMs: 10 * 60_000,
      mailCodeLifeMs: 30 * 60_000,
      flowLifeMs: day,
      attemptsPerFlow: 5,
      wrongCodesPerLine: { limit: 10, windowMs: hour },
      wrongCodesPerLineAndAddress: { limit: 9, windowMs: hour },
      wrongCodesPerAddress: { limit: 30, windowMs: hour },
      wrongCodes: { limit: 1_000, windowMs: hour },
      wrongPuksPerLine: { limit: 3, windowMs: day },
      smsPerNumber: { limit: 5, windowMs: day },
      smsPerNumberAndAddress: { limit: 4, windowMs: day },
      flowsPerNumberAndAddress: { limit: 2, windowMs: day },
      mailsPerMailboxAndAddress: { limit: 8, windowMs: day },
      smsPerPrefix: { limit: 100, windowMs: hour },
      smsPerPrefixAndAddress: { limit: 20, windowMs: hour },
      smsOfService: { limit: 5_000, windowMs: hour },
      auditRetentionMs: 365 * day,
      passwordMinLength: 15,
      passwordMaxLength: 128,
      passwordClaimLifeMs: 10 * 60_000,
      sessionIdleMs: hour,
      sessionLifeMs: day,
      sessionsPerAccount: 10,
      networkSessionLifeMs: hour,
      networkAssertionLifeMs: 60_000,
      networkAttemptLifeMs: 5 * 60_000,
      recentPasswordMs: 10 * 60_000,
      signInWaits: {
        perAccount: { limit: 10, windowMs: 15 * 60_000 },
        perAddress: { limit: 50, windowMs: 15 * 60_000 },
        firstWaitMs: 30_000,
        longestWaitMs: 15 * 60_000,
        memoryMs: day,
      },
      knownDeviceLifeMs: 180 * day,
      passwordHashesAtOnce: 2,
      passwordHashesWaiting: 32,
    });
  });

  test.each([
    ['DATABASE_DEADLINE_MS', '500', { databaseDeadlineMs: 500 }],
    ['FLOW_DEADLINE_MS', '500', { flowDeadlineMs: 500 }],
    ['LINK_LIFE_HOURS', '1', { linkLifeMs: 3_600_000 }],
    ['PASSWORD_WINDOW_MINUTES', '5', { passwordWindowMs: 300_000 }],
    ['PASSWORD_MIN_LENGTH', '8', { passwordMinLength: 8 }],
    ['MISMATCHES_PER_VAT_NUMBER_A_DAY', '2', { mismatchesPerVatNumber: { limit: 2, windowMs: 86_400_000 } }],
    ['MISMATCHES_PER_ADDRESS_AN_HOUR', '3', { mismatchesPerAddress: { limit: 3, windowMs: 3_600_000 } }],
    ['MAILS_PER_ADDRESS_A_DAY', '4', { mailsPerAddress: { limit: 4, windowMs: 86_400_000 } }],
    ['RESENDS_PER_FLOW', '1', { resendsPerFlow: 1 }],
    ['SMS_CODE_LIFE_MINUTES', '5', { smsCodeLifeMs: 300_000 }],
    ['MAIL_CODE_LIFE_MINUTES', '20', { mailCodeLifeMs: 1_200_000 }],
    ['CODE_FLOW_LIFE_HOURS', '2', { flowLifeMs: 2 * hour }],
    ['CODE_ATTEMPTS_PER_FLOW', '3', { attemptsPerFlow: 3 }],
    ['WRONG_CODES_PER_ADDRESS_AN_HOUR', '7', { wrongCodesPerAddress: { limit: 7, windowMs: hour } }],
    ['MAILS_PER_MAILBOX_AND_ADDRESS_A_DAY', '4', { mailsPerMailboxAndAddress: { limit: 4, windowMs: day } }],
    ['SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR', '9', { smsPerPrefixAndAddress: { limit: 9, windowMs: hour } }],
    ['WRONG_CODES_PER_LINE_AN_HOUR', '6', { wrongCodesPerLine: { limit: 6, windowMs: hour } }],
    [
      'WRONG_CODES_PER_LINE_AND_ADDRESS_AN_HOUR',
      '4',
      { wrongCodesPerLineAndAddress: { limit: 4, windowMs: hour } },
    ],
    ['WRONG_CODES_AN_HOUR', '50', { wrongCodes: { limit: 50, windowMs: hour } }],
    ['WRONG_PUKS_PER_LINE_A_DAY', '2', { wrongPuksPerLine: { limit: 2, windowMs: day } }],
    ['SMS_PER_NUMBER_A_DAY', '7', { smsPerNumber: { limit: 7, windowMs: day } }],
    ['SMS_PER_NUMBER_AND_ADDRESS_A_DAY', '3', { smsPerNumberAndAddress: { limit: 3, windowMs: day } }],
    [
      'CODE_FLOWS_PER_NUMBER_AND_ADDRESS_A_DAY',
      '1',
      { flowsPerNumberAndAddress: { limit: 1, windowMs: day } },
    ],
    ['SMS_PER_PREFIX_AN_HOUR', '9', { smsPerPrefix: { limit: 9, windowMs: hour } }],
    ['SMS_AN_HOUR', '80', { smsOfService: { limit: 80, windowMs: hour } }],
    ['CAMARA_CALLS_PER_CLIENT_A_MINUTE', '7', { camaraCallsPerClientAMinute: 7 }],
    ['SESSION_IDLE_MINUTES', '5', { sessionIdleMs: 300_000 }],
    ['SESSION_LIFE_HOURS', '2', { sessionLifeMs: 2 * hour }],
    ['SESSIONS_PER_ACCOUNT', '2', { sessionsPerAccount: 2 }],
    ['NETWORK_SESSION_MINUTES', '5', { networkSessionLifeMs: 300_000 }],
    ['NETWORK_ASSERTION_SECONDS', '30', { networkAssertionLifeMs: 30_000 }],
    [
      'SIGN_IN_FAILURES_PER_ACCOUNT',
      '3',
      { signInWaits: { ...waits, perAccount: { limit: 3, windowMs: 900_000 } } },
    ],
    [
      'SIGN_IN_FAILURES_PER_ADDRESS',
      '4',
      { signInWaits: { ...waits, perAddress: { limit: 4, windowMs: 900_000 } } },
    ],
    ['LONGEST_SIGN_IN_WAIT_MINUTES', '2', { signInWaits: { ...waits, longestWaitMs: 120_000 } }],
    ['KNOWN_DEVICE_DAYS', '7', { knownDeviceLifeMs: 7 * day }],
    ['RECENT_PASSWORD_MINUTES', '5', { recentPasswordMs: 300_000 }],
    ['START_ANSWER_STEP_MS', '0', { startAnswerStepMs: 0 }],
    ['AUDIT_RETENTION_DAYS', '30', { auditRetentionMs: 30 * day }],
    ['PASSWORD_HASHES_AT_ONCE', '8', { passwordHashesAtOnce: 8 }],
    ['PASSWORD_HASHES_WAITING', '9', { passwordHashesWaiting: 9 }],
  ])('%s=%s changes its figure and no other', (name, value, change) => {
    const figures = loadSettings(development).config.figures;
    expect(loadSettings({ ...development, [name]: value }).config.figures).toEqual({ ...figures, ...change });
  });
});
