import { accountKinds, type Account } from '../src/database/accounts';
import type { ContactChannel } from '../workflows/contracts/channels';

interface Contact {
  readonly address?: string | undefined;
  readonly provenAt?: Date | undefined;
}

interface ContactFields {
  /** The kinds of account that have it; an employee's number is the line. */
  readonly kinds: readonly Account['kind'][];
  /** The fields of an account that hold it, and since when it is proved. */
  readonly address: 'email' | 'mobile';
  readonly provenAt: 'emailProvenAt' | 'mobileProvenAt';
  contactOf(account: Account): Contact;
  /** What the account says of it besides, once it is proved. */
  readonly onceProven: Partial<Pick<Account, 'emailVerified'>>;
  /** The address that codes may go to; undefined where there is none, or nobody has proved it. */
  provenAddressOf(account: Account): string | undefined;
}

/** Where an account keeps the contact that each channel reaches. */
export const contacts = {
  sms: {
    kinds: ['userAdmin', 'telcoManager'],
    address: 'mobile',
    provenAt: 'mobileProvenAt',
    contactOf: (account) =>
      account.kind === 'employee' ? {} : { address: account.mobile, provenAt: account.mobileProvenAt },
    onceProven: {},
    provenAddressOf: (account) => (account.kind === 'employee' ? account.username : account.mobile),
  },
  mail: {
    kinds: accountKinds,
    address: 'email',
    provenAt: 'emailProvenAt',
    contactOf: ({ email, emailProvenAt }) => ({ address: email, provenAt: emailProvenAt }),
    onceProven: { emailVerified: true },
    provenAddressOf: ({ email, emailVerified }) => (emailVerified ? email : undefined),
  },
} as const satisfies Record<ContactChannel, ContactFields>;
