import type { Account } from '../src/database/accounts';
import type { ContactChannel } from '../workflows/contracts/channels';

interface ContactFields {
  /** The fields of an account that hold it, and since when it is proved. */
  readonly address: 'email' | 'mobile';
  readonly provenAt: 'emailProvenAt' | 'mobileProvenAt';
  /** What the account says of it besides, once it is proved. */
  readonly onceProven: Pick<Account, 'emailVerified'>;
  /** The address that codes may go to; undefined where there is none, or nobody has proved it. */
  provenAddressOf(account: Account): string | undefined;
}

/** Where an account keeps the contact that each channel reaches. */
export const contacts = {
  sms: {
    address: 'mobile',
    provenAt: 'mobileProvenAt',
    onceProven: {},
    provenAddressOf: ({ kind, username, mobile }) => (kind === 'employee' ? username : mobile),
  },
  mail: {
    address: 'email',
    provenAt: 'emailProvenAt',
    onceProven: { emailVerified: true },
    provenAddressOf: ({ email, emailVerified }) => (emailVerified === true ? email : undefined),
  },
} as const satisfies Record<ContactChannel, ContactFields>;
