import { z } from 'zod';
import type { Keyring } from '../config/keys';
import { openText, sealText } from './sealing';

const invitationSchema = z.object({
  vatNumber: z.string(),
  profile: z
    .object({
      username: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      mobile: z.string(),
    })
    .optional(),
});

/** For which company a Telco Manager is invited and, where the profile is new, who it is; the mobile in E.164. */
export type Invitation = z.infer<typeof invitationSchema>;

export function sealInvitation(keys: Keyring, invitation: Invitation): string {
  return sealText(keys, 'application', JSON.stringify(invitation));
}

/** @throws Error when no key of the ring opens it */
export function openInvitation(keys: Keyring, sealed: string): Invitation {
  return invitationSchema.parse(JSON.parse(openText(keys, 'application', sealed)));
}
