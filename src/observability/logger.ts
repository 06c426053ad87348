import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config';

export type { Logger } from 'pino';

/** Names of fields with secrets and personal data; their values are never written. A test compares them with the schemas of requests. */
const redactedNames = [
  'password',
  'currentPassword',
  'generatedPassword',
  'token',
  'flowToken',
  'sessionToken',
  'deviceToken',
  'code',
  'puk',
  'iccid',
  'assertion',
  'credential',
  'clientDataJSON',
  'attestationObject',
  'authenticatorData',
  'signature',
  'userHandle',
  'transports',
  'rawId',
  'label',
  'email',
  'mobile',
  'line',
  'phoneNumber',
  'message',
  'search',
  'cursor',
  'firstName',
  'lastName',
  'birthDate',
  'taxCode',
  'vatNumber',
  'username',
  'authorization',
  'cookie',
  'to',
];

const redactedPaths = redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/** JSON lines on standard output, one an event. Values under the names above are replaced. */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  service: string,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedPaths, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
