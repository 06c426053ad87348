import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnv, setVariables, type Env } from '../src/config/env';
import type { OauthClient } from '../simulators/operator/authorizationServer';
import { dataFolderAt, type DataFolder } from './dataFolder';
import type { DatabaseSource } from './databaseServer';
import { freePort, type WantedPort } from './ports';
import { sentenceOf, StartProblem } from './problems';
import { projectFolder } from './projectFolder';

const port = z.coerce.number().int().min(0).max(65_535);
const optionalText = z.string().transform((text) => (text.trim() === '' ? undefined : text.trim()));
const address = optionalText.optional();

/** Clients of the embedded authorization server, `id:secret`, comma-separated. */
const clients = z
  .string()
  .optional()
  .transform((text) => (text?.trim() ? text.split(',').map((client) => client.trim().split(':')) : undefined))
  .refine(
    (all) =>
      all?.every((parts) => parts.length === 2 && parts.every((part) => /^[\w.~-]+$/.test(part))) ?? true,
    'Invalid input: expected id:secret of letters, digits and -._~, comma-separated',
  )
  .transform((all) => all?.map(([id = '', secret = '']) => ({ id, secret })));

/** What only the embedded start reads; the service's own variables are in `src/config/env.ts`. 0 is any free port. */
export const embeddedEnvSchema = z.object({
  SELFCARE_DATA_DIR: address,
  EMBEDDED_TEMPORAL_PORT: port.default(7233),
  EMBEDDED_TEMPORAL_UI_PORT: port.default(8233),
  EMBEDDED_MONGODB: z.enum(['path', 'stand-in', 'download', '']).default(''),
  EMBEDDED_MONGODB_MIRROR: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()).optional(),
  EMBEDDED_MONGODB_PORT: port.default(27_017),
  EMBEDDED_SMTP_PORT: port.default(1025),
  EMBEDDED_MAILBOX_PORT: port.default(1080),
  EMBEDDED_SMPP_PORT: port.default(2775),
  EMBEDDED_PHONE_PORT: port.default(1081),
  EMBEDDED_OAUTH_PORT: port.default(4000),
  OAUTH_CLIENTS: clients,
});

type EmbeddedEnv = z.output<typeof embeddedEnvSchema>;

/** Addresses of servers of one's own: each of them, when set, stands for an embedded server. */
const givenServersSchema = z.object({
  TEMPORAL_ADDRESS: address,
  MONGODB_URI: address,
  SMTP_URL: address,
  SMPP_URL: address,
  SMS_GATEWAY_URL: address,
});

export interface StartSettings {
  readonly data: DataFolder;
  readonly env: Env;
  readonly given: Readonly<Record<'temporal' | 'database' | 'mail' | 'sms' | 'issuer' | 'network', boolean>>;
  /** Clients of the embedded authorization server; it makes one of its own where none are named. */
  readonly oauthClients: readonly OauthClient[] | undefined;
  readonly databaseSource: DatabaseSource;
  readonly ports: Ports;
}

interface Ports {
  readonly http: number;
  readonly operator: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly database: number;
  readonly smtp: number;
  readonly mailbox: number;
  readonly smpp: number;
  readonly phone: number;
  readonly oauth: number;
}

/** Reads `.env`, if there is one; what the environment already has goes before it. */
export function readEnvFile(): void {
  const file = join(projectFolder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** @throws StartProblem when a variable is wrong, or asks for production. */
export async function readStartSettings(source: NodeJS.ProcessEnv): Promise<StartSettings> {
  const env = checked(() => readEnv(source));
  if (env.NODE_ENV === 'production')
    throw new StartProblem(
      'npm start is for development: in production run npm run api and npm run worker, or unset NODE_ENV.',
    );
  const embedded = checked(() => embeddedEnvSchema.parse(source));
  const given = givenServersSchema.parse(setVariables(source));
  return {
    data: dataFolderAt(embedded.SELFCARE_DATA_DIR),
    env,
    given: {
      temporal: given.TEMPORAL_ADDRESS !== undefined,
      database: given.MONGODB_URI !== undefined,
      mail: given.SMTP_URL !== undefined,
      sms: given.SMPP_URL !== undefined || given.SMS_GATEWAY_URL !== undefined,
      issuer: env.OAUTH_ISSUER !== undefined,
      network: env.NUMBER_VERIFICATION_ISSUER !== undefined || env.NETWORK_GATEWAY_ISSUER !== undefined,
    },
    oauthClients: embedded.OAUTH_CLIENTS,
    databaseSource: databaseSourceOf(embedded),
    ports: await portsFrom(env, embedded),
  };
}

/** Which program serves the database where nobody gives one. @throws StartProblem */
export function readDatabaseSource(source: NodeJS.ProcessEnv): DatabaseSource {
  return databaseSourceOf(checked(() => embeddedEnvSchema.parse(source)));
}

function databaseSourceOf(embedded: EmbeddedEnv): DatabaseSource {
  return { from: embedded.EMBEDDED_MONGODB || undefined, mirror: embedded.EMBEDDED_MONGODB_MIRROR };
}

async function portsFrom(env: Env, embedded: EmbeddedEnv): Promise<Ports> {
  return {
    http: await chosenOrFree(env.HTTP_PORT),
    operator: await chosenOrFree(env.OPERATOR_PORT),
    temporal: await chosenOrFree(embedded.EMBEDDED_TEMPORAL_PORT),
    temporalUi: await chosenOrFree(embedded.EMBEDDED_TEMPORAL_UI_PORT),
    database: await chosenOrFree(embedded.EMBEDDED_MONGODB_PORT),
    smtp: await chosenOrFree(embedded.EMBEDDED_SMTP_PORT),
    mailbox: await chosenOrFree(embedded.EMBEDDED_MAILBOX_PORT),
    smpp: await chosenOrFree(embedded.EMBEDDED_SMPP_PORT),
    phone: await chosenOrFree(embedded.EMBEDDED_PHONE_PORT),
    oauth: await chosenOrFree(embedded.EMBEDDED_OAUTH_PORT),
  };
}

async function chosenOrFree(chosen: number): Promise<number> {
  return chosen === 0 ? freePort() : chosen;
}

/** @returns every port that this start is going to listen on. */
export function wantedPorts({ env, given, ports }: StartSettings): readonly WantedPort[] {
  const host = '127.0.0.1';
  const api = [
    { variable: 'HTTP_PORT', use: 'API', host: env.HTTP_HOST, port: ports.http },
    { variable: 'OPERATOR_PORT', use: 'operator port', host: env.OPERATOR_HOST, port: ports.operator },
  ];
  const temporal = [
    { variable: 'EMBEDDED_TEMPORAL_PORT', use: 'Temporal', host, port: ports.temporal },
    { variable: 'EMBEDDED_TEMPORAL_UI_PORT', use: 'Temporal UI', host, port: ports.temporalUi },
  ];
  const database = [{ variable: 'EMBEDDED_MONGODB_PORT', use: 'database', host, port: ports.database }];
  const mail = [
    { variable: 'EMBEDDED_SMTP_PORT', use: 'SMTP', host, port: ports.smtp },
    { variable: 'EMBEDDED_MAILBOX_PORT', use: 'mailbox', host, port: ports.mailbox },
  ];
  const sms = [
    { variable: 'EMBEDDED_SMPP_PORT', use: 'SMPP', host, port: ports.smpp },
    { variable: 'EMBEDDED_PHONE_PORT', use: 'phone', host, port: ports.phone },
  ];
  const operator = [{ variable: 'EMBEDDED_OAUTH_PORT', use: 'operator', host, port: ports.oauth }];
  return [
    ...api,
    ...(given.temporal ? [] : temporal),
    ...(given.database ? [] : database),
    ...(given.mail ? [] : mail),
    ...(given.sms ? [] : sms),
    ...(given.issuer && given.network ? [] : operator),
  ];
}

function checked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw new StartProblem(sentenceOf(error));
    const wrong = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new StartProblem(`The environment is not usable. ${wrong.join('; ')}. See .env.example.`);
  }
}
