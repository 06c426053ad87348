import type { Env } from './env';

/** Where the pages of the portal lead to, outside of it. */
export interface PortalConfig {
  readonly coverage: { readonly national: string; readonly foreign: string };
  /** Pages that show what was sent to mailboxes and phones; none but in development, where no message reaches anybody. */
  readonly inboxes: Readonly<Partial<Record<'mailbox' | 'phone', string>>>;
}

export function portalConfigFrom(env: Env): PortalConfig {
  const { MAILBOX_PAGE_URL: mailbox, PHONE_PAGE_URL: phone } = env;
  return {
    coverage: { national: env.NATIONAL_COVERAGE_URL, foreign: env.FOREIGN_COVERAGE_URL },
    inboxes: env.NODE_ENV === 'development' ? { ...(mailbox && { mailbox }), ...(phone && { phone }) } : {},
  };
}
