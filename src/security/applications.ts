import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { seal, unseal } from './sealing';

const applicationSchema = z.object({ vatNumber: z.string(), username: z.string() });

/** What the applicant typed that the activities need as it is. */
export type Application = z.infer<typeof applicationSchema>;

/**
 * Seals an application under a key of its own, so that it stays unreadable where operators see payloads decoded.
 *
 * @returns `<key id>.<base64url>`
 */
export function sealApplication(keys: Keyring, application: Application): string {
  const key = keys.current('application');
  return `${key.id}.${seal(Buffer.from(JSON.stringify(application)), key).toString('base64url')}`;
}

/** @throws Error when no key of the ring opens it */
export function openApplication(keys: Keyring, sealed: string): Application {
  const split = sealed.lastIndexOf('.');
  const key = keys.all('application').find(({ id }) => id === sealed.slice(0, split));
  if (!key) throw new Error('An application was sealed with a key that is not in SERVICE_KEYS.');
  const opened = unseal(Buffer.from(sealed.slice(split + 1), 'base64url'), key);
  return applicationSchema.parse(JSON.parse(opened.toString('utf8')));
}
