import type { Env } from './env';

/** Where the pages of the portal lead to, outside of it. */
export interface PortalConfig {
  readonly coverage: { readonly national: string; readonly foreign: string };
  /** Pages that show what was sent to mailboxes and phones; none but in development, where no message reaches anybody. */
  readonly inboxes: Readonly<Partial<Record<'mailbox' | 'phone', string>>>;
  /** Whether the people of the sample extract are offered to try the forms with; in development alone. */
  readonly offersSamples: boolean;
}

export function portalConfigFrom(env: Env): PortalConfig {
  const isDevelopment = env.NODE_ENV === 'development';
  const { MAILBOX_PAGE_URL: mailbox, PHONE_PAGE_URL: phone } = env;
  return {
    coverage: { national: env.NATIONAL_COVERAGE_URL, foreign: env.FOREIGN_COVERAGE_URL },
    inboxes: isDevelopment ? { ...(mailbox && { mailbox }), ...(phone && { phone }) } : {},
    offersSamples: isDevelopment && env.SAMPLE_CUSTOMERS,
  };
}
