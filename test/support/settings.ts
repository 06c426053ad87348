import { randomBytes } from 'node:crypto';
import { loadSettings, type Settings } from '../../src/config/config';
import { Keyring } from '../../src/config/keys';
import { DatabaseDeadline } from '../../src/http/databaseDeadline';
import { sealingKeyText } from '../../src/security/pukSealing';

/** Longer than the slowest machine needs: what is tested is not how quick it is. */
export const patientDeadlineMs = 60_000;
export const patientDeadline = new DatabaseDeadline(patientDeadlineMs);

/** A fresh master key in the form of `SERVICE_KEYS` and `WORKER_KEYS`. */
export function masterKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** Settings as the environment would give them, with keys of their own. */
export function testSettings(variables: Record<string, string> = {}): Settings {
  const WORKER_KEYS = variables['WORKER_KEYS'] ?? masterKey('worker');
  return loadSettings({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SERVICE_KEYS: masterKey('service'),
    WORKER_KEYS,
    PUK_SEALING_KEY: sealingKeyText(Keyring.parse(WORKER_KEYS, 'WORKER_KEYS')),
    ...variables,
  });
}
