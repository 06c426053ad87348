import ipaddr from 'ipaddr.js';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CodeLifeVariable } from '../../workflows/contracts/channels';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));
const webAddress = z.url({ protocol: /^https?$/ });
const optionalWebAddress = webAddress.optional();
const count = z.coerce.number().int().positive();

/** Addresses and networks, comma-separated. */
const networks = optionalText
  .transform((text) => text?.split(',').map((network) => network.trim()) ?? [])
  .refine((all) => all.every(isNetwork), 'Invalid input: expected addresses or networks, comma-separated');

function isNetwork(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** Ranges of addresses that many share, each with the factor on its figures: `192.0.2.0/24=10`, comma-separated. */
const sharedNetworks = optionalText
  .transform((text) => text?.split(',').map((each) => each.trim().split('=')) ?? [])
  .refine(
    (all) =>
      all.every(([range = '', factor = '']) => ipaddr.isValidCIDR(range) && /^[1-9]\d{0,3}$/.test(factor)),
    'Invalid input: expected ranges with a factor like 192.0.2.0/24=10, comma-separated',
  )
  .transform((all) =>
    all.map(([range = '', factor]) => ({ range: ipaddr.parseCIDR(range), factor: Number(factor) })),
  );

/** Beginnings of numbers with the country's code, comma-separated. */
const numberPrefixes = z
  .string()
  .default('+39')
  .transform((text) => text.split(',').map((prefix) => prefix.trim()))
  .refine(
    (all) => all.every((prefix) => /^\+[1-9]\d{0,13}$/.test(prefix)),
    'Invalid input: expected beginnings of E.164 numbers like +39, comma-separated',
  );

/** What a text message comes from: a name of at most 11 characters (3GPP TS 23.040, 9.1.2.5), or a number in E.164. */
const smsSender = z
  .string()
  .default('WindTre')
  .refine(
    (text) => /^(?=.*[A-Za-z])[A-Za-z0-9 ._-]{1,11}$/.test(text) || /^\+[1-9]\d{4,14}$/.test(text),
    'Invalid input: expected a name of at most 11 letters and digits, or a number like +39…',
  );

/** A term of W3C's Data Privacy Vocabulary, as CAMARA has them in scopes. */
const dataPurpose = z
  .string()
  .default('dpv:FraudPreventionAndDetection')
  .refine(
    (text) => /^dpv:[A-Za-z]+$/.test(text),
    'Invalid input: expected a term like dpv:IdentityVerification',
  );

const codeLives = {
  SMS_CODE_LIFE_MINUTES: count.default(10),
  MAIL_CODE_LIFE_MINUTES: count.default(30),
} satisfies Record<CodeLifeVariable, z.ZodType<number>>;

/** Every environment variable that the service reads. `.env.example` explains each; the defaults are for loopback. */
export const envSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),

  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port.default(3000),
  OPERATOR_HOST: z.string().default('127.0.0.1'),
  OPERATOR_PORT: port.default(3001),
  WORKER_METRICS_ADDRESS: optionalText,
  WORKER_HEALTH_ADDRESS: optionalText,
  PUBLIC_BASE_URL: webAddress.default('http://127.0.0.1:3000'),
  ECARE_URL: webAddress.default('https://www.windtrebusiness.it'),
  WINDECARE_URL: webAddress.default('https://windecare.wind.it'),
  NATIONAL_COVERAGE_URL: webAddress.default('https://www.windtrebusiness.it'),
  FOREIGN_COVERAGE_URL: webAddress.default('https://www.windtrebusiness.it'),
  MAILBOX_PAGE_URL: optionalWebAddress,
  PHONE_PAGE_URL: optionalWebAddress,
  SAMPLE_CUSTOMERS: flag.default(false),
  TRUSTED_PROXIES: networks,
  SHARED_NETWORKS: sharedNetworks,
  MAX_REQUESTS_IN_FLIGHT: count.default(64),
  MAX_CONNECTIONS: count.default(1_000),

  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('selfcare-onboarding'),
  TEMPORAL_TLS: flag.default(false),
  TEMPORAL_TLS_CA: optionalText,
  TEMPORAL_TLS_CERTIFICATE: optionalText,
  TEMPORAL_TLS_KEY: optionalText,
  TEMPORAL_API_KEY: optionalText,
  FLOW_DEADLINE_MS: count.default(5_000),
  TEMPORAL_UI_ORIGIN: webAddress.default('http://127.0.0.1:8233'),
  WORKFLOW_BUNDLE: optionalText,
  WORKER_VERSION: optionalText,

  MONGODB_URI: z.string().default('mongodb://127.0.0.1:27017/selfcare'),
  DATABASE_DEADLINE_MS: count.default(3_000),

  SMTP_URL: z.string().default('smtp://127.0.0.1:1025'),
  MAIL_FROM: z.string().default('Wind Tre Business <noreply@selfcare.example>'),

  SMS_CHANNEL: z.enum(['smpp', 'gateway']).default('smpp'),
  SMS_SENDER: smsSender,
  SMS_PREFIXES: numberPrefixes,
  SMPP_URL: z.string().default('smpp://selfcare:selfcare@127.0.0.1:2775'),
  SMPP_WINDOW: count.default(10),
  SMPP_ENQUIRE_SECONDS: count.default(30),
  SMS_GATEWAY_URL: optionalWebAddress,
  SMS_GATEWAY_TOKEN: optionalText,

  OAUTH_ISSUER: optionalWebAddress,
  OAUTH_AUDIENCE: optionalText,
  OAUTH_JWKS_URL: optionalWebAddress,

  NUMBER_VERIFICATION_ISSUER: optionalWebAddress,
  NUMBER_VERIFICATION_API: optionalWebAddress,
  NUMBER_VERIFICATION_CLIENT_ID: z.string().default('selfcare'),
  NUMBER_VERIFICATION_CLIENT_KEY: optionalText,
  NUMBER_VERIFICATION_PURPOSE: dataPurpose,
  NETWORK_GATEWAY_ISSUER: optionalWebAddress,
  NETWORK_GATEWAY_AUDIENCE: optionalText,
  NETWORK_GATEWAY_JWKS_URL: optionalWebAddress,

  RECORDS_SOURCE: z.enum(['imported', 'crm']).default('imported'),
  CRM_BASE_URL: optionalText,
  CRM_TOKEN: optionalText,

  BREACHED_PASSWORDS_URL: optionalWebAddress,

  PASSKEY_RP_ID: optionalText,
  PASSKEY_ORIGINS: optionalText,
  PASSKEY_ANDROID_APPS: optionalText,
  PASSKEY_IOS_APPS: optionalText,
  PASSKEYS_PER_ACCOUNT: count.default(10),

  SERVICE_KEYS: optionalText,
  WORKER_KEYS: optionalText,
  PUK_SEALING_KEY: optionalText,
  CODEC_ENDPOINT_TOKEN: optionalText,

  LINK_LIFE_HOURS: count.default(72),
  PASSWORD_WINDOW_MINUTES: count.default(30),
  PASSWORD_MIN_LENGTH: z.coerce.number().int().min(8).max(64).default(15),
  MISMATCHES_PER_VAT_NUMBER_A_DAY: count.default(5),
  MISMATCHES_PER_ADDRESS_AN_HOUR: count.default(10),
  MAILS_PER_ADDRESS_A_DAY: count.default(10),
  MANAGERS_PER_COMPANY: count.default(50),
  TAKEN_USERNAMES_PER_COMPANY_A_DAY: count.default(10),
  START_ANSWER_STEP_MS: z.coerce.number().int().min(0).max(2_000).default(100),
  STARTS_PER_ORIGIN: count.default(30),
  FAILURES_PER_ORIGIN: count.default(20),
  RESENDS_PER_FLOW: count.default(3),
  ...codeLives,
  CODE_FLOW_LIFE_HOURS: count.default(24),
  CODE_ATTEMPTS_PER_FLOW: count.default(5),
  WRONG_CODES_PER_LINE_AN_HOUR: count.default(10),
  WRONG_CODES_AN_HOUR: count.default(1_000),
  WRONG_PUKS_PER_LINE_A_DAY: count.default(3),
  SMS_PER_NUMBER_A_DAY: count.default(5),
  SMS_PER_NUMBER_AND_ADDRESS_A_DAY: count.default(4),
  CODE_FLOWS_PER_NUMBER_AND_ADDRESS_A_DAY: count.default(2),
  MAILS_PER_MAILBOX_AND_ADDRESS_A_DAY: count.default(8),
  SMS_PER_PREFIX_AN_HOUR: count.default(100),
  SMS_PER_PREFIX_AND_ADDRESS_AN_HOUR: count.default(20),
  SMS_AN_HOUR: count.default(5_000),
  CAMARA_CALLS_PER_CLIENT_A_MINUTE: count.default(600),
  SESSION_IDLE_MINUTES: count.default(60),
  SESSION_LIFE_HOURS: count.default(24),
  SESSIONS_PER_ACCOUNT: count.default(10),
  NETWORK_SESSION_MINUTES: count.default(60),
  NETWORK_ASSERTION_SECONDS: z.coerce.number().int().min(10).max(300).default(60),
  RECENT_PASSWORD_MINUTES: count.default(10),
  CONTACT_CHANGE_NOTICE_HOURS: count.default(72),
  SIGN_IN_FAILURES_PER_ACCOUNT: count.default(10),
  NEW_DEVICE_CONFIRMATION: z.enum(['off', 'administrators', 'everybody']).default('off'),
  KNOWN_DEVICE_DAYS: count.default(180),
  AUDIT_RETENTION_DAYS: count.default(365),
  RECORD_RETENTION_DAYS: count.optional(),
  PASSWORD_HASHES_AT_ONCE: count.default(2),
  PASSWORD_HASHES_WAITING: count.default(32),
});

export type Env = z.output<typeof envSchema>;

/**
 * Reads and checks the environment; the only place that does. An empty variable counts as one that is not set. In place of
 * any variable, `<name>_FILE` may name the file that holds its text, as containers get their secrets.
 *
 * @throws Error naming each variable that is wrong, never its value.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = envSchema.safeParse(setVariables(source));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not usable. ${wrong.join('; ')}. See .env.example.`);
}

/**
 * The variables that say something: an empty one counts as one that is not set, and what stands in a file as what is set.
 *
 * @throws Error as {@link readEnv} does
 */
export function setVariables(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const variables = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const inFiles = Object.keys(envSchema.shape).filter((name) => variables[`${name}_FILE`] !== undefined);
  const texts = inFiles.map((name) => {
    if (variables[name] !== undefined)
      throw new Error(`${name} and ${name}_FILE are both set: take one of them away.`);
    return [name, textOfFile(`${name}_FILE`, variables[`${name}_FILE`] ?? '')] as const;
  });
  const isRead = (variable: string) => inFiles.some((name) => variable === `${name}_FILE`);
  return Object.fromEntries([
    ...Object.entries(variables).filter(([variable]) => !isRead(variable)),
    ...texts,
  ]);
}

/** @returns the file's text without blanks around it */
function textOfFile(variable: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new Error(`${variable} names a file that cannot be read (${code}).`, { cause });
  }
  if (text === '') throw new Error(`${variable} names a file that is empty.`);
  return text;
}
