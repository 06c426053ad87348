import { randomBytes } from 'node:crypto';
import { loadSettings, type Settings } from '../../src/config/config';
import { DatabaseDeadline } from '../../src/routes/databaseDeadline';

/** Longer than the slowest machine needs: what is tested is not how quick it is. */
export const patientDeadlineMs = 60_000;
export const patientDeadline = new DatabaseDeadline(patientDeadlineMs);

/** A fresh master key in the form of `SERVICE_KEYS` and `WORKER_KEYS`. */
export function masterKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** Settings as the environment would give them, with keys of their own. */
export function testSettings(variables: Record<string, string> = {}): Settings {
  return loadSettings({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SERVICE_KEYS: masterKey('service'),
    WORKER_KEYS: masterKey('worker'),
    ...variables,
  });
}
