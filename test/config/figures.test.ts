import { loadSettings } from '../../src/config/config';

const development = { SERVICE_KEYS: `dev-1:${Buffer.alloc(32, 1).toString('base64')}` };

describe('figures', () => {
  test('are those of the design where nothing else is said', () => {
    const day = 24 * 60 * 60_000;
    expect(loadSettings(development).config.figures).toEqual({
      matchAnswerMs: 2_000,
      linkLifeMs: 3 * day,
      passwordWindowMs: 30 * 60_000,
      resendCooldownsMs: [30_000, 60_000, 120_000],
      resendsPerFlow: 3,
      startsPerAddressAnHour: 60,
      camaraCallsPerClientAMinute: 600,
      mismatchesPerVatNumber: { limit: 5, windowMs: day },
      mismatchesPerAddress: { limit: 10, windowMs: 60 * 60_000 },
      mailsPerAddress: { limit: 10, windowMs: day },
      passwordMinLength: 15,
      passwordMaxLength: 128,
      passwordClaimLifeMs: 10 * 60_000,
    });
  });

  test.each([
    ['LINK_LIFE_HOURS', '1', { linkLifeMs: 3_600_000 }],
    ['PASSWORD_WINDOW_MINUTES', '5', { passwordWindowMs: 300_000 }],
    ['PASSWORD_MIN_LENGTH', '8', { passwordMinLength: 8 }],
    ['MISMATCHES_PER_VAT_NUMBER_A_DAY', '2', { mismatchesPerVatNumber: { limit: 2, windowMs: 86_400_000 } }],
    ['MISMATCHES_PER_ADDRESS_AN_HOUR', '3', { mismatchesPerAddress: { limit: 3, windowMs: 3_600_000 } }],
    ['MAILS_PER_ADDRESS_A_DAY', '4', { mailsPerAddress: { limit: 4, windowMs: 86_400_000 } }],
    ['RESENDS_PER_FLOW', '1', { resendsPerFlow: 1 }],
    ['CAMARA_CALLS_PER_CLIENT_A_MINUTE', '7', { camaraCallsPerClientAMinute: 7 }],
  ])('%s=%s changes its figure and no other', (name, value, change) => {
    const figures = loadSettings(development).config.figures;
    expect(loadSettings({ ...development, [name]: value }).config.figures).toEqual({ ...figures, ...change });
  });
});
