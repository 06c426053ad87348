import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { openText, sealText } from './sealing';

const contactsSchema = z.object({ email: z.string(), mobile: z.string() });

/** Where the person of an account is reached; the mobile in E.164. */
export type Contacts = z.infer<typeof contactsSchema>;

/** Seals contacts on their way from one activity to another. */
export function sealContacts(keys: Keyring, { email, mobile }: Contacts): string {
  return sealText(keys, 'recipient', JSON.stringify({ email, mobile }));
}

/** @throws Error when no key of the ring opens it */
export function openContacts(keys: Keyring, sealed: string): Contacts {
  return contactsSchema.parse(JSON.parse(openText(keys, 'recipient', sealed)));
}
