import { z } from 'zod';
import type { KeyPurpose, Keyring } from '../config/keys';
import { openText, sealText } from './sealing';

/** How values of one shape are sealed, under the purpose's own key, and opened. */
function sealedAs<Shape extends z.ZodType>(purpose: KeyPurpose, shape: Shape) {
  return {
    /** What the shape does not name stays out. */
    seal: (keys: Keyring, value: z.input<Shape>): string =>
      sealText(keys, purpose, JSON.stringify(shape.parse(value))),
    /** @throws Error when no key of the ring opens it */
    open: (keys: Keyring, sealed: string): z.output<Shape> =>
      shape.parse(JSON.parse(openText(keys, purpose, sealed))),
  };
}

const applicationSchema = z.object({ vatNumber: z.string(), username: z.string() });

/** What the applicant typed that the activities need as it is. */
export type Application = z.infer<typeof applicationSchema>;

export const { seal: sealApplication, open: openApplication } = sealedAs('application', applicationSchema);

const contactsSchema = z.object({ email: z.string(), mobile: z.string() });

/** Where the person of an account is reached; the mobile in E.164. */
export type Contacts = z.infer<typeof contactsSchema>;

export const { seal: sealContacts, open: openContacts } = sealedAs('recipient', contactsSchema);

const profileSchema = z.object({
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  mobile: z.string(),
});

const invitationSchema = z.object({ vatNumber: z.string(), profile: profileSchema.optional() });

/** The company that invites a Telco Manager and, for a new profile, the person; the mobile in E.164. */
export type Invitation = z.infer<typeof invitationSchema>;

export const { seal: sealInvitation, open: openInvitation } = sealedAs('application', invitationSchema);

const leavingAccountSchema = z.object({
  kind: z.enum(['userAdmin', 'employee', 'telcoManager']),
  status: z.enum(['reserved', 'active']),
  username: z.string(),
  vatNumber: z.string(),
  customerCode: z.string().optional(),
  email: z.string().optional(),
  mobile: z.string().optional(),
  locale: z.enum(['it', 'en']),
  /** Lines as they were when the account proved them: MSISDN, company, `YYYY-MM-DD`. */
  lines: z.array(z.object({ msisdn: z.string(), vatNumber: z.string(), activatedOn: z.string() })),
});

/** What the notices of an account's end need once the account is gone. */
export type LeavingAccount = z.infer<typeof leavingAccountSchema>;

export const { seal: sealLeavingAccount, open: openLeavingAccount } = sealedAs(
  'recipient',
  leavingAccountSchema,
);
