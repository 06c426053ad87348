import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { openText, sealText } from './sealing';

const applicationSchema = z.object({ vatNumber: z.string(), username: z.string() });

/** What the applicant typed that the activities need as it is. */
export type Application = z.infer<typeof applicationSchema>;

/** Seals an application under a key of its own. */
export function sealApplication(keys: Keyring, application: Application): string {
  return sealText(keys, 'application', JSON.stringify(application));
}

/** @throws Error when no key of the ring opens it */
export function openApplication(keys: Keyring, sealed: string): Application {
  return applicationSchema.parse(JSON.parse(openText(keys, 'application', sealed)));
}
